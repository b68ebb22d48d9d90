/** axe finds nothing to complain about on any page, light and dark, wide and narrow. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { banner, writeAcrossARestore } from './restore.ts'
import { assessment, BOARD, importHarbours, test } from './world.ts'

const PAGES: { name: string; path: string; ready: (page: Page) => Promise<void> }[] = [
  {
    name: 'the list of boards',
    path: '/',
    ready: (page) => expect(page.getByRole('heading', { name: 'Boards' })).toBeVisible(),
  },
  { name: 'the board', path: BOARD, ready: (page) => expect(page.getByRole('article').first()).toBeVisible() },
  { name: 'a card', path: `${BOARD}/cards/middle-east`, ready: (page) => expect(assessment(page)).toBeVisible() },
  {
    name: 'the sources',
    path: `${BOARD}/sources`,
    ready: (page) => expect(page.getByText('S/2018/80').first()).toBeVisible(),
  },
  {
    name: 'a report',
    path: `${BOARD}/sources/S/2018/80`,
    ready: (page) => expect(page.locator('#p13')).toBeVisible(),
  },
  {
    name: 'how a document was read',
    path: `${BOARD}/imports/S/2031/7`,
    ready: (page) => expect(page.getByRole('heading', { name: 'What was found' })).toBeVisible(),
  },
  {
    name: 'an imported document',
    path: `${BOARD}/sources/S/2031/7`,
    ready: (page) => expect(page.locator('#p5')).toBeVisible(),
  },
  {
    name: 'coverage',
    path: `${BOARD}/coverage`,
    ready: (page) => expect(page.getByRole('radio', { name: 'Themes' })).toBeAttached(),
  },
  {
    name: 'the figures',
    path: `${BOARD}/figures`,
    ready: (page) => expect(page.getByRole('heading', { name: 'Ledger' })).toBeVisible(),
  },
  {
    name: 'the map',
    path: `${BOARD}/map`,
    ready: (page) => expect(page.getByRole('slider', { name: 'Year' })).toBeVisible(),
  },
  {
    name: 'search',
    path: `${BOARD}/search?q=financing`,
    ready: (page) => expect(page.locator('[data-hit]').first()).toBeVisible(),
  },
  {
    name: 'the packs',
    path: `${BOARD}/packs`,
    ready: (page) => expect(page.getByRole('heading', { name: 'Packs' }).first()).toBeVisible(),
  },
]

/** With something kept on the device. */
const WITH_KEPT_TEXT: typeof PAGES = [
  { name: 'the board with a notice', path: BOARD, ready: (page) => expect(banner(page)).toBeVisible() },
  {
    name: 'the recovered page',
    path: `${BOARD}/recovered`,
    ready: (page) => expect(page.locator('ins', { hasText: 'Kept words.' })).toBeVisible(),
  },
]

/** In the dark only the colours are others. */
async function expectNoViolations(
  page: Page,
  { name, path, ready }: (typeof PAGES)[number],
  isDark: boolean,
): Promise<void> {
  await page.goto(path)
  await ready(page)
  const axe = new AxeBuilder({ page })
  const { violations } = await (isDark ? axe.withRules(['color-contrast']) : axe).analyze()
  const told = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))])
  expect.soft(told, name).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    const isDark = colorScheme === 'dark'
    const look = { colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' } as const

    test(`no violations, ${colorScheme}, ${width} px wide`, async ({ site }) => {
      test.slow() // a dozen pages
      const { page } = await site.signIn('owner', 'Olga', look)
      await importHarbours(page)
      for (const each of PAGES) await expectNoViolations(page, each, isDark)
    })

    test(`no violations with kept text, ${colorScheme}, ${width} px wide`, async ({ site, server }) => {
      const own = await site.signIn('owner', 'Olga', look)
      await writeAcrossARestore(own, server.dataDir, 'europe', ' Kept words.')
      for (const each of WITH_KEPT_TEXT) await expectNoViolations(own.page, each, isDark)
    })
  }
}
