/** A pack made from the page: what is in the PDF that an officer hands over. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { citationsOf, type Card } from '@briefboard/board'
import { expect } from '@playwright/test'
import { BOARD, test } from './world.ts'

test('an officer builds a pack; its PDF holds every chosen card’s title and citations, and the marking on every page', async ({
  site,
}) => {
  const { page } = await site.signIn('officer', 'Olga')
  await page.goto(BOARD)
  await page.getByRole('button', { name: 'Build pack' }).click()
  const dialog = page.getByRole('dialog', { name: 'Build pack' })
  await dialog.getByRole('radio', { name: 'TLP:GREEN' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Build pack' }).click()
  const link = dialog.getByRole('link', { name: 'briefing.pdf' })
  await expect(link).toBeVisible({ timeout: 60_000 })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const file = await download.path()
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-')

  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  const pages = text.split('\f').slice(0, -1)
  expect(pages.length).toBeGreaterThan(20)
  // Header and footer; the pack is marked as high as the highest of what it holds.
  for (const [index, words] of pages.entries())
    expect(words.match(/TLP:CLEAR/g)?.length, `page ${index + 1}`).toBeGreaterThanOrEqual(2)
  const flat = text.replaceAll(/\s+/g, '')
  const answer = await fetch(`${site.url}/api${BOARD}`, {
    headers: { authorization: `Bearer ${await site.token('viewer')}` },
  })
  const { cards } = (await answer.json()) as { cards: Card[] }
  const noted = citationsIn(text.replaceAll(/\s+/g, ' '))
  expect(noted.size).toBeGreaterThan(100)
  for (const card of cards.filter(({ status }) => status !== 'archived')) {
    expect(flat, card.id).toContain(card.title.replaceAll(/\s+/g, ''))
    const cited = [...citationsOf(card.assessment), ...card.judgements.flatMap(({ citations }) => citations)]
    for (const { symbol, paragraph } of cited) expect(noted, card.id).toContain(`${symbol}:${paragraph}`)
  }
})

test('the map and the charts are offered as pictures beside the briefing', async ({ site }) => {
  const { page } = await site.signIn('officer', 'Olga')
  await page.goto(BOARD)
  await page.getByRole('button', { name: 'Build pack' }).click()
  const dialog = page.getByRole('dialog', { name: 'Build pack' })
  await dialog.getByRole('button', { name: 'Build pack' }).click()
  const drawings = dialog.getByText(/^\d+ drawings as SVG$/)
  await expect(drawings).toBeVisible({ timeout: 60_000 })
  await expect(dialog.getByRole('link', { name: 'map.svg' })).toBeHidden()
  await drawings.click()
  const link = dialog.getByRole('link', { name: 'map.svg' })
  await link.scrollIntoViewIfNeeded()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const svg = readFileSync(await download.path(), 'utf8')
  expect(svg).toContain('<title>Threat level by region</title>')
  // Chromium draws it: a picture that could not be read would have no width of its own.
  const picture = dialog.locator('img[src$="map.svg"]')
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300)
})

/** Every paragraph that the text cites: "S/2018/80, paras. 12, 13 and 15" are three. */
function citationsIn(text: string): Set<string> {
  const found = [...text.matchAll(/(S\/\d{4}\/\d+), paras?\. (\d+(?: \([a-z]\))?(?:(?:, | and )\d+(?: \([a-z]\))?)*)/g)]
  return new Set(
    found.flatMap(([, symbol = '', list = '']) =>
      (list.match(/\d+/g) ?? []).map((paragraph) => `${symbol}:${paragraph}`),
    ),
  )
}

test('a card above the ceiling is counted as withheld and is in no file', async ({ site }) => {
  const editor = await site.signIn('editor', 'Ann')
  await editor.page.goto(`${BOARD}/cards/east-africa`)
  await editor.page.getByRole('button', { name: 'Marking: TLP:CLEAR' }).click()
  await editor.page.getByRole('menuitemcheckbox', { name: 'TLP:RED' }).click()
  await expect(editor.page.getByRole('button', { name: 'Marking: TLP:RED' })).toBeVisible()
  await expect(editor.page.getByRole('dialog').getByText('Saved', { exact: true }).first()).toBeVisible()

  const { page } = await site.signIn('officer', 'Olga')
  await page.goto(BOARD)
  await page.getByRole('button', { name: 'Build pack' }).click()
  const dialog = page.getByRole('dialog', { name: 'Build pack' })
  await dialog.getByRole('button', { name: 'Build pack' }).click()
  const link = dialog.getByRole('link', { name: 'briefing.md' })
  await expect(link).toBeVisible({ timeout: 60_000 })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  const text = readFileSync(await download.path(), 'utf8')
  expect(text).not.toContain('Puntland')
  expect(text).toContain('S/2018/80, para.')
  await expect(dialog).toContainText(/1 card/)
})
