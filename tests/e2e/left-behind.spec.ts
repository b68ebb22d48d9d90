/** S5: edits that a closed page left on the device are sent when their board is opened, and named before signing out. */
import { expect, type Page } from '@playwright/test'
import { BOARD, openBoard, openCard, savedState, storedText, test, typeAtEnd } from './world.ts'

async function writeOffline(page: Page, card: string, words: string): Promise<void> {
  await openCard(page, card)
  await page.context().setOffline(true)
  await typeAtEnd(page, words)
  await expect(savedState(page)).toHaveText('On this device')
  await page.close()
}

const stateOf = (page: Page) => page.getByRole('button', { name: /State of your edits/ })

test('the board sends what was typed into cards before, and says what waits until then', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  const second = await context.newPage()
  await openCard(second, 'financing')
  await writeOffline(page, 'europe', ' Left behind in Europe.')
  await typeAtEnd(second, ' Left behind in financing.')
  await expect(savedState(second)).toHaveText('On this device')
  await second.close()
  await context.setOffline(false)

  const board = await context.newPage()
  let isHeld = true
  await board.routeWebSocket(/\/sync\/card/, (socket) => {
    if (isHeld) void socket.close()
    else socket.connectToServer()
  })
  await board.goto(BOARD)
  await expect(stateOf(board)).toHaveAccessibleName(/Sending what was left: .+, .+/)
  isHeld = false
  await expect(stateOf(board)).toHaveAccessibleName('State of your edits: Saved', { timeout: 30_000 })
  expect(await storedText(site, 'europe')).toContain('Left behind in Europe.')
  expect(await storedText(site, 'financing')).toContain('Left behind in financing.')
})

test('a page that stays open sends what another page left in the same card when it was closed', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  const other = await context.newPage()
  await openCard(other, 'prevention')
  await writeOffline(page, 'prevention', ' Left by the first page.')
  await typeAtEnd(other, ' Typed on the second.')
  await context.setOffline(false)
  await expect.poll(() => storedText(site, 'prevention')).toContain('Left by the first page.')
  expect(await storedText(site, 'prevention')).toContain('Typed on the second.')
  await expect(stateOf(other)).toHaveAccessibleName('State of your edits: Saved')
  await expect(other.getByText('Left by the first page.')).toBeVisible()
})

test('signing out asks first, and names what has not reached the board', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await writeOffline(page, 'returnees', ' Never sent.')
  await context.setOffline(false)
  const home = await context.newPage()
  await home.goto('/')
  const signOut = async (): Promise<void> => {
    await home.getByRole('button', { name: /^You: Ann/ }).click()
    await home.getByRole('menuitem', { name: 'Sign out' }).click()
  }
  await signOut()
  const dialog = home.getByRole('dialog', { name: 'Some of your edits have not reached the board' })
  await expect(dialog.getByRole('listitem')).toHaveText(/: “.+”$/)
  await dialog.getByRole('button', { name: 'Stay signed in' }).click()
  await openBoard(home)
  await expect.poll(() => storedText(site, 'returnees')).toContain('Never sent.')
  await home.goto('/')
  await signOut()
  await home.waitForURL('/sign-in')
})

test('deleting the list of copies takes "On this device" back at once', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'propaganda')
  await context.setOffline(true)
  await typeAtEnd(page, ' Kept nowhere.')
  await expect(savedState(page)).toHaveText('On this device')
  await page.evaluate(() => void indexedDB.deleteDatabase('briefboard-device'))
  await expect(savedState(page)).toHaveText('Only on this page')
  await context.setOffline(false)
  await expect(savedState(page)).toHaveText('Saved', { timeout: 30_000 })
})
