/** S15 in the page: where it shows something else than the server has, it loads the document anew, says so, and keeps what stood there. */
import { expect, type Page } from '@playwright/test'
import { BOARD, openCard, savedState, storedText, test, textOf, typeAtEnd } from './world.ts'

/** A fault on the way: frames of the card's document with these words in them vanish, everything else passes. Gives how to end it. */
async function loseOnTheWay(page: Page, words: string): Promise<() => void> {
  let isBroken = true
  const isLost = (frame: string | Buffer): boolean => isBroken && frame.includes(words)
  await page.routeWebSocket(/\/sync\/card\//, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => {
      if (!isLost(frame)) server.send(frame)
    })
    server.onMessage((frame) => {
      if (!isLost(frame)) socket.send(frame)
    })
  })
  return () => (isBroken = false)
}

const loadedAnew = (page: Page) =>
  page.getByRole('status').filter({ hasText: 'This page differed from the board and was loaded anew' })

test('S15: what a page shows as saved and the server never had is kept when the page loads the document anew', async ({
  site,
}) => {
  const { page } = await site.signIn('editor', 'Ann')
  await loseOnTheWay(page, 'Never arrived')
  await openCard(page, 'europe')
  const before = await textOf(page)
  await typeAtEnd(page, ' ')
  await page.keyboard.insertText('Never arrived.')
  await expect(savedState(page)).toHaveText('Saved')
  expect(await textOf(page)).toContain('Never arrived.')

  await expect(loadedAnew(page)).toBeVisible({ timeout: 20_000 })
  await expect.poll(() => textOf(page)).toBe(`${before} `)
  await expect(savedState(page)).toHaveText('Saved')
  await loadedAnew(page).getByRole('link', { name: 'Look at it' }).click()
  const entry = page.getByRole('article').first()
  await expect(entry).toContainText('This page differed from what the server has')
  await expect(entry.locator('ins', { hasText: 'Never arrived.' })).toBeVisible()
  expect(await storedText(site, 'europe')).not.toContain('Never arrived.')
})

test('S15: a reader’s page that missed an edit loads the document anew and shows it, without a reload', async ({
  site,
}) => {
  const [ann, vic] = [await site.signIn('editor', 'Ann'), await site.signIn('viewer', 'Vic')]
  const endFault = await loseOnTheWay(vic.page, 'Vic did not hear this.')
  await Promise.all([openCard(ann.page, 'returnees'), vic.page.goto(`${BOARD}/cards/returnees`)])
  await expect(savedState(vic.page)).toHaveText('Saved')
  const card = vic.page.getByRole('dialog')
  await typeAtEnd(ann.page, ' ')
  await ann.page.keyboard.insertText('Vic did not hear this.')
  await expect(savedState(ann.page)).toHaveText('Saved')
  await expect(card).not.toContainText('Vic did not hear this.')
  endFault()
  await expect(loadedAnew(vic.page)).toBeVisible({ timeout: 20_000 })
  await expect(card).toContainText('Vic did not hear this.')
  await loadedAnew(vic.page).getByRole('link', { name: 'Look at it' }).click()
  await expect(vic.page.getByRole('article').first()).toContainText('Everything in this text is on the board now.')
})
