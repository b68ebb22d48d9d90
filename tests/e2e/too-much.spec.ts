/** What is more than a browser can edit or paste in time is refused in words, and the page goes on. */
import { assessmentOf } from '@briefboard/board'
import { BoardId, CardId, cardRoom } from '@briefboard/protocol'
import { openClient } from '@briefboard/testkit'
import { expect, type Page } from '@playwright/test'
import * as Y from 'yjs'
import { assessment, openCard, savedState, storedText, test, typeAtEnd } from './world.ts'

const PASTED: readonly (readonly [name: string, data: () => Record<string, string>])[] = [
  ['five megabytes of letters', () => ({ 'text/plain': 'Words and words. '.repeat(300_000) })],
  ['half a million paragraphs of HTML', () => ({ 'text/html': '<p>a</p>'.repeat(600_000) })],
  [
    'a table of 200,000 cells',
    () => ({ 'text/html': `<table>${'<tr><td>a</td><td>b</td></tr>'.repeat(100_000)}</table>` }),
  ],
  ['six thousand lines', () => ({ 'text/plain': 'Some words of a line.\n'.repeat(6000) })],
  ['a hundred thousand lines', () => ({ 'text/plain': 'a\n'.repeat(150_000) })],
  ['a deep nest of lists', () => ({ 'text/html': '<ul><li>a'.repeat(20_000) })],
]

/** The longest time in which nothing was drawn, in ms. */
async function longestHalt(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    let last = performance.now()
    const seen = { longest: 0 }
    Object.assign(window, { seen })
    const frame = (now: number): void => {
      seen.longest = Math.max(seen.longest, now - last)
      last = now
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  await act()
  await page.waitForTimeout(500)
  return page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest)
}

test('a paste that is too much is refused in words at once', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  const before = await storedText(site, 'europe')
  await assessment(page).click()
  for (const [name, data] of PASTED)
    await test.step(name, async () => {
      const halt = await longestHalt(page, () =>
        assessment(page).evaluate((editor, given) => {
          const clipboardData = new DataTransfer()
          for (const [type, value] of Object.entries(given)) clipboardData.setData(type, value)
          editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
        }, data()),
      )
      expect(halt).toBeLessThan(1500)
      await expect(page.getByText('That is too much to paste at once. Nothing was changed.').last()).toBeVisible()
    })
  expect(await storedText(site, 'europe')).toBe(before)
})

test('a text that another makes too large while it is open is shown, and the page goes on', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  await typeAtEnd(page, ' Before.')
  await expect(savedState(page)).toHaveText('Saved')
  const room = cardRoom(BoardId.parse('isil-2016-2018'), CardId.parse('europe'))
  const other = openClient({ url: site.url, room, token: await site.token('editor') })
  await other.synced()
  const text = assessmentOf(other.doc)
  for (let at = 0; at < 3; at++)
    other.doc.transact(() => {
      for (let block = 0; block < 9000; block++) text.insertEmbed(text.length, new Y.Map([['type', 'paragraph']]))
    })
  await other.saved.whenSaved()
  await expect(page.getByText('This text is too large to be edited in a browser.')).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByText('Before.')).toBeVisible()
  text.delete(text.length - 27_000, 27_000)
  await other.saved.whenSaved()
  await typeAtEnd(page, ' After.')
  await expect.poll(() => storedText(site, 'europe')).toContain('After.')
  other.close()
})
