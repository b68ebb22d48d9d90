/** What a person wrote outlives a new history of the document, another person in the same browser, and a long time offline. */
import { readFile } from 'node:fs/promises'
import type { InvitedPerson } from '@briefboard/protocol'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import { backupOf, banner, restore, writeAcrossARestore } from './restore.ts'
import {
  assessment,
  BOARD,
  openBoard,
  openCard,
  savedState,
  storedText,
  test,
  textOf,
  typeAtEnd,
  type Site,
} from './world.ts'

const restored = (page: Page) => page.getByRole('status').filter({ hasText: 'has restored the text of this card' })

test('S8: offline edits to a restored card are kept on the device; the card is not doubled', async ({
  site,
  server,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  const before = await textOf(page)
  await writeAcrossARestore({ page, context }, server.dataDir, 'europe', ' Written offline by Ann.')
  await expect(savedState(page)).toHaveText('Saved')
  await expect.poll(() => textOf(page)).toBe(before)
  // The next words go into the new history.
  await typeAtEnd(page, ' Then it went on.')
  await expect(savedState(page)).toHaveText('Saved')
  await expect.poll(() => storedText(site, 'europe')).toContain('Then it went on.')

  await banner(page).getByRole('link', { name: 'Look at it' }).click()
  const entry = page.getByRole('article').first()
  await expect(entry.locator('ins', { hasText: 'Written offline by Ann' })).toBeVisible()
  await expect(entry).toContainText('The document was replaced')
  const downloading = page.waitForEvent('download')
  await entry.getByRole('button', { name: 'Download' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toMatch(/^recovered-europe-.*\.md$/)
  expect(await readFile(await file.path(), 'utf8')).toContain('Written offline by Ann.')
  expect(await storedText(site, 'europe')).not.toContain('Written offline by Ann.')
})

test('what was kept can be put into the card, survives a reload, and is discarded only when asked', async ({
  site,
  server,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await writeAcrossARestore({ page, context }, server.dataDir, 'returnees', ' Kept words.')
  await page.goto(`${BOARD}/recovered`)
  const entry = page.getByRole('article').first()
  await entry.getByRole('button', { name: 'Put into the card' }).click()
  await expect.poll(() => storedText(site, 'returnees')).toContain('Kept words.')
  expect(await storedText(site, 'returnees')).toContain('Recovered text')
  await expect(entry).toContainText('Everything in this text is on the board now.')

  await entry.getByRole('button', { name: 'Discard…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
  await expect(entry).toBeVisible()
  await entry.getByRole('button', { name: 'Discard…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click()
  await expect(page.getByText('Nothing is kept here')).toBeVisible()
  await openBoard(page)
  await expect(banner(page)).toHaveCount(0)
})

test('S8: a page with nothing unsaved goes on with the restored text by itself', async ({ site, server }) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'financing'), openCard(ben.page, 'financing')])
  const before = await textOf(ann.page)
  const backup = await backupOf(server.dataDir, 'financing')
  await typeAtEnd(ben.page, ' After the backup.')
  await expect(savedState(ben.page)).toHaveText('Saved')
  await expect.poll(() => textOf(ann.page)).toContain('After the backup.')

  await restore(server.dataDir, 'financing', backup)
  for (const { page } of [ann, ben]) {
    await expect.poll(() => textOf(page)).toBe(before)
    await expect(savedState(page)).toHaveText('Saved')
    await expect(banner(page)).toHaveCount(0)
    await expect(restored(page)).toContainText('You see it as it is stored now')
  }
  await restored(ann.page).getByRole('button', { name: 'Hide' }).click()
  await expect(restored(ann.page)).toHaveCount(0)
  await typeAtEnd(ann.page, ' Goes on.')
  await expect.poll(() => textOf(ben.page)).toContain('Goes on.')
})

test('S8: what a closed page left behind in a copy of the old history is found, by an open page or an hour later', async ({
  site,
  server,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  const closing = await context.newPage()
  await Promise.all([openCard(page, 'south-east-asia'), openCard(closing, 'south-east-asia')])
  const backup = await backupOf(server.dataDir, 'south-east-asia')
  await context.setOffline(true)
  await typeAtEnd(closing, ' Written and closed.')
  await expect(savedState(closing)).toHaveText('On this device')
  await closing.close()
  await restore(server.dataDir, 'south-east-asia', backup)
  await context.setOffline(false)
  // The page that stayed open puts the copy away; it keeps what it finds there, unless it has put it away before it looks.
  await expect(restored(page)).toBeVisible({ timeout: 30_000 })
  await expect(savedState(page)).toHaveText('Saved')

  const later = await context.newPage()
  await later.clock.install({ time: Date.now() + 2 * 60 * 60 * 1000 })
  await later.goto(BOARD)
  await expect(banner(later)).toBeVisible()
  await expect(banner(page)).toBeVisible()
  await banner(later).getByRole('link', { name: 'Look at it' }).click()
  const entry = later.getByRole('article').first()
  await expect(entry.locator('ins', { hasText: 'Written and closed.' })).toBeVisible()
  expect(await storedText(site, 'south-east-asia')).not.toContain('Written and closed.')
})

test('S4: a second person in the same browser neither sees nor sends what the first has not saved', async ({
  site,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  const annsCookies = await context.cookies()
  await openCard(page, 'prevention')
  await context.setOffline(true)
  await typeAtEnd(page, ' Only Ann knows.')
  await expect(savedState(page)).toHaveText('On this device')
  await page.close()
  await context.setOffline(false)

  const bea = await signInHere(context, site, 'Bea')
  await openCard(bea, 'prevention')
  expect(await textOf(bea)).not.toContain('Only Ann knows.')
  await typeAtEnd(bea, ' Said by Bea.')
  await expect(savedState(bea)).toHaveText('Saved')
  expect(await storedText(site, 'prevention')).not.toContain('Only Ann knows.')
  await bea.close()

  await context.clearCookies()
  await context.addCookies(annsCookies)
  const again = await context.newPage()
  await openCard(again, 'prevention')
  await expect.poll(() => textOf(again)).toContain('Only Ann knows.')
  await expect.poll(() => storedText(site, 'prevention')).toContain('Only Ann knows.')
})

/** Whoever was signed in in this browser is not any more. */
async function signInHere(context: BrowserContext, site: Site, name: string): Promise<Page> {
  const answer = await fetch(`${site.url}/api/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await site.token('owner')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, role: 'editor' }),
  })
  const { link } = (await answer.json()) as InvitedPerson
  await context.clearCookies()
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: /^Sign in as/ }).click()
  await page.waitForURL('/')
  return page
}

test('S12: more than 1 MiB written offline arrives', async ({ site }) => {
  test.slow()
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'cultural-heritage')
  await context.setOffline(true)
  await typeAtEnd(page, ' ')
  const sentence = 'A long time without a connection, and a lot to say about it. '
  const pasted = Array.from({ length: 60 }, (_, at) => `${at}: ${sentence.repeat(300)}`)
  for (const from of [0, 20, 40]) await paste(page, `${pasted.slice(from, from + 20).join('\n\n')}\n\n`)
  await paste(page, 'The very last words.')
  await expect(savedState(page)).toHaveText('On this device')
  await context.setOffline(false)
  await expect(savedState(page)).toHaveText('Saved', { timeout: 60_000 })
  const stored = await storedText(site, 'cultural-heritage')
  expect(stored.length).toBeGreaterThan(1024 * 1024)
  expect(stored).toContain('The very last words.')
})

async function paste(page: Page, text: string): Promise<void> {
  await assessment(page).evaluate((editor, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
