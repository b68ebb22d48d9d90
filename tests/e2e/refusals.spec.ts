/** In the page every refusal is a sentence with what to do next, and no text is lost over it. */
import type { Person, Role } from '@briefboard/protocol'
import { startServer, tempFolder } from '@briefboard/testkit'
import { expect, type BrowserContext, type Page } from '@playwright/test'
import {
  assessment,
  BOARD,
  freshServer,
  openBoard,
  openCard,
  savedState,
  test,
  textOf,
  typeAtEnd,
  type Server,
  type Site,
} from './world.ts'

const refused = (page: Page) => page.getByRole('alert').filter({ hasText: 'Not saved' })
const kept = (page: Page) => page.getByRole('article').first()

/** The request does not go through the page's own network, which may be off. */
async function changeRole(site: Site, context: BrowserContext, role: Role): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const session = await fetch(`${site.url}/api/session`, { headers: { cookie } })
  const { person } = (await session.json()) as { person: Person }
  const answer = await fetch(`${site.url}/api/people/${person.id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${await site.token('owner')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  })
  expect(answer.status).toBe(200)
}

test('S10: who loses the right to write is told so at once, and reads on', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  await changeRole(site, context, 'reviewer')
  const notice = page.getByRole('alert').filter({ hasText: 'Your access has changed' })
  await expect(notice).toBeVisible()
  await expect(assessment(page)).toHaveAttribute('contenteditable', 'false')
  await notice.getByRole('button', { name: 'Reload' }).click()
  await expect(savedState(page)).toHaveText('Saved')
  await expect(assessment(page)).toHaveAttribute('contenteditable', 'false')
  await expect(page.getByRole('button', { name: 'Comment on the card' })).toBeVisible()
})

test('S5: edits of somebody whose role changed meanwhile are refused in words, kept, and the page goes on', async ({
  site,
}) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'financing')
  const before = await textOf(page)
  await context.setOffline(true)
  await typeAtEnd(page, ' No longer allowed.')
  await changeRole(site, context, 'reviewer')
  await context.setOffline(false)

  await expect(refused(page)).toContainText('You may read this, not change it.', { timeout: 30_000 })
  await expect(refused(page)).toContainText('Your text is safe on this device.')
  await refused(page).getByRole('button', { name: 'Load the board’s version' }).click()
  await expect.poll(() => textOf(page)).toBe(before)
  await expect(savedState(page)).toHaveText('Saved')
  await page.getByRole('link', { name: 'Look at it' }).click()
  await expect(kept(page)).toContainText('No longer allowed.')
  await expect(kept(page).getByRole('button', { name: 'Put into the card' })).toHaveCount(0)
})

test('S10: who is signed out elsewhere is told so, and what is typed stays on the device', async ({ site }) => {
  const { page, context } = await site.signIn('editor', 'Ann')
  await openCard(page, 'prevention')
  await context.request.delete('/api/session', { headers: { origin: site.url } })
  const notice = page.getByRole('alert').filter({ hasText: 'You are signed out' })
  await expect(notice).toContainText('Sign in again as Ann')
  await expect(notice.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('href', /\/sign-in\?next=/)
  await typeAtEnd(page, ' Typed after that.')
  await expect(savedState(page)).toHaveText('On this device')
})

const LITTLE = { MAX_EDIT_BYTES: '65536', MAX_DOCUMENT_BYTES: '65536', MAX_ROOMS_PER_PERSON: '3' }

const small = test.extend<object, { smallServer: Server }>({
  server: ({ smallServer }, use) => use(smallServer),
  smallServer: [
    // Playwright reads the empty pattern to learn what the fixture needs: nothing.
    async ({}, use) => {
      await using server = await freshServer(LITTLE)
      await use(server)
    },
    { scope: 'worker' },
  ],
})

small('S12: a full card says so; the text is kept with a copy to take away, and the page goes on', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'europe')
  const before = await textOf(page)
  await typeAtEnd(page, ' ')
  for (let piece = 0; piece < 5; piece++) await page.keyboard.insertText('Too much for one card. '.repeat(1000))
  await expect(refused(page)).toContainText('The document has reached its largest size.')
  await page.getByRole('button', { name: /State of this card’s edits: Refused/ }).click()
  await expect(page.getByText('Keep your text, then load the board’s version.').filter({ visible: true })).toBeVisible()
  await page.keyboard.press('Escape')

  await refused(page).getByRole('button', { name: 'Keep my text' }).click()
  await expect(page).toHaveURL(`${BOARD}/recovered`)
  await expect(kept(page)).toContainText('The document has reached its largest size.')
  await expect(kept(page)).toContainText('Too much for one card.')
  // The page itself is not the board: as long as it holds the refused edit, nothing counts as being there.
  await expect(kept(page)).toContainText('load the board’s version to compare')
  await refused(page).getByRole('button', { name: 'Load the board’s version' }).click()
  await expect(kept(page).locator('ins', { hasText: 'Too much for one card.' })).toBeVisible()
  await openCard(page, 'europe')
  expect((await textOf(page)).startsWith(before.trim().slice(0, 200))).toBe(true)
  await expect(refused(page)).toHaveCount(0)
})

small(
  'S12: too many open documents are said in words, and the page connects when others are closed',
  async ({ site }) => {
    const { page, context } = await site.signIn('editor', 'Ann')
    await openCard(page, 'europe')
    const other = await context.newPage()
    await other.goto(`${BOARD}/cards/prevention`)
    await expect(other.getByRole('dialog').getByText('Waiting: too many pages open').first()).toBeVisible()
    await page.close()
    await expect(savedState(other)).toHaveText('Saved', { timeout: 20_000 })
  },
)

test('S14: while the server restarts, the page says that it goes on by itself', async ({ browser }) => {
  await using folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path })
  const link = (): string => /\S+\/sign-in\?code=\S+/.exec(server.output())?.[0] ?? ''
  await expect.poll(link).not.toBe('')
  const page = await browser.newPage({ baseURL: server.url })
  await page.goto(link())
  await page.getByRole('button', { name: /^Sign in as/ }).click()
  await page.waitForURL('/')
  await openBoard(page)
  await server.kill('SIGTERM')
  await expect(page.getByRole('button', { name: /Waiting: server restarting/ })).toBeVisible()
  await page.close()
})
