/** axe finds nothing to complain about on any page, light and dark, wide and narrow. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { assessment, BOARD, test } from './world.ts'

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
    name: 'the packs',
    path: `${BOARD}/packs`,
    ready: (page) => expect(page.getByRole('heading', { name: 'Packs' }).first()).toBeVisible(),
  },
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1440]) {
    test(`no violations, ${colorScheme}, ${width} px wide`, async ({ site }) => {
      const { page } = await site.signIn('owner', 'Olga', {
        colorScheme,
        viewport: { width, height: 900 },
        reducedMotion: 'reduce',
      })
      for (const { name, path, ready } of PAGES) {
        await page.goto(path)
        await ready(page)
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect
          .soft(
            violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]),
            name,
          )
          .toEqual([])
      }
    })
  }
}
