/** S6 in the page: where the server cannot read part of a document, people are told so, and what an open page still has is not lost. */
import { BoardId, boardRoom, cardRoom, CardId, type RoomId } from '@briefboard/protocol'
import { startServer, tempFolder } from '@briefboard/testkit'
import { expect, type Page } from '@playwright/test'
import { open } from 'lmdb'
import {
  BOARD,
  openBoard,
  openCard,
  savedState,
  storedText,
  test as base,
  textOf,
  typeAtEnd,
  type Server,
} from './world.ts'

interface Failing extends Server {
  /** Stops the server, spoils the newest entry in the room's log, and starts it again on its port. */
  damage(room: RoomId): Promise<void>
}

const test = base.extend<object, { failing: Failing }>({
  server: ({ failing }, use) => use(failing),
  failing: [
    // Playwright reads the empty pattern to learn what the fixture needs: nothing.
    async ({}, use) => {
      await using folder = await tempFolder()
      const DATA_DIR = folder.path
      let server = await startServer({ DATA_DIR, PORT: '0' })
      const { url } = server
      await use({
        url,
        dataDir: DATA_DIR,
        async damage(room) {
          await server.kill('SIGTERM')
          await spoilNewestEntry(DATA_DIR, room)
          server = await startServer({ DATA_DIR, PORT: new URL(url).port })
        },
      })
      await server.kill('SIGTERM')
    },
    { scope: 'worker' },
  ],
})

/** Turns the bits of its last byte, as a bad disk might. */
async function spoilNewestEntry(dataDir: string, room: RoomId): Promise<void> {
  const root = open({ path: dataDir, noSubdir: false, overlappingSync: false, maxDbs: 16, encoding: 'binary' })
  const log = root.openDB<Uint8Array, (string | number)[]>('log', { encoding: 'binary' })
  const [newest] = log.getRange({ start: [room, Number.MAX_SAFE_INTEGER], end: [room], reverse: true, limit: 1 })
  if (newest === undefined) throw new Error(`${room} has no log.`)
  const bytes = Uint8Array.from(newest.value)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff
  await log.put(newest.key, bytes)
  await root.close()
}

const board = BoardId.parse('isil-2016-2018')
const roomOf = (card: string): RoomId => cardRoom(board, CardId.parse(card))
const damaged = (page: Page, what: string) =>
  page.getByRole('status').filter({ hasText: `Parts of ${what} could not be read` })
const lostThere = (page: Page) => page.getByRole('alert').filter({ hasText: 'This page has text that the server lost' })

/** The last words go into an entry of their own, behind others of the same person. */
async function write(page: Page, lastWords: string): Promise<void> {
  await typeAtEnd(page, ' Written before.')
  await page.keyboard.insertText(lastWords)
  await expect(savedState(page)).toHaveText('Saved')
}

test('S6: who opens a damaged card is told what is safe and what to do, reads the rest and writes on', async ({
  site,
  failing,
}) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await openCard(ann.page, 'europe')
  await write(ann.page, ' Lost on the disk.')
  await ann.context.close()
  await failing.damage(roomOf('europe'))

  await openCard(ben.page, 'europe')
  const notice = damaged(ben.page, 'the text of this card')
  await expect(notice).toContainText('nothing that you write now is affected')
  await expect(notice).toContainText('Tell whoever runs this Briefboard')
  expect(await textOf(ben.page)).toContain('Written before.')
  expect(await textOf(ben.page)).not.toContain('Lost on the disk.')
  await typeAtEnd(ben.page, ' Ben goes on.')
  await expect(savedState(ben.page)).toHaveText('Saved')
  await expect.poll(() => storedText(site, 'europe')).toContain('Ben goes on.')
  await notice.getByRole('button', { name: 'Hide' }).click()
  await expect(notice).toHaveCount(0)
})

test('S6: the author’s own open page brings back by itself what the server lost', async ({ site, failing }) => {
  const { page } = await site.signIn('editor', 'Ann')
  await openCard(page, 'returnees')
  await write(page, ' Still with Ann.')
  await failing.damage(roomOf('returnees'))
  await expect(damaged(page, 'the text of this card')).toBeVisible({ timeout: 30_000 })
  await expect(savedState(page)).toHaveText('Saved')
  expect(await textOf(page)).toContain('Still with Ann.')
  expect(await storedText(site, 'returnees')).toContain('Still with Ann.')
})

test('S6: another’s open page says that it has what was lost, keeps it, and puts it back', async ({
  site,
  failing,
}) => {
  const [ann, ben] = [await site.signIn('editor', 'Ann'), await site.signIn('editor', 'Ben')]
  await Promise.all([openCard(ann.page, 'financing'), openCard(ben.page, 'financing')])
  await write(ann.page, ' Only Ben still has this.')
  await expect.poll(() => textOf(ben.page)).toContain('Only Ben still has this.')
  await ann.context.close()
  await failing.damage(roomOf('financing'))

  const { page } = ben
  await expect(lostThere(page)).toContainText('They are safe on this device.', { timeout: 30_000 })
  await expect(page.getByText('claims to be written by somebody else')).toHaveCount(0)
  await expect(savedState(page)).toHaveText('Only here: text that was lost')
  await lostThere(page).getByRole('button', { name: 'Load the board’s version' }).click()
  await expect(savedState(page)).toHaveText('Saved')
  expect(await textOf(page)).not.toContain('Only Ben still has this.')
  await expect(damaged(page, 'the text of this card')).toBeVisible()

  const kept = page.getByRole('status').filter({ hasText: 'Text that the server lost was kept' })
  await kept.getByRole('link', { name: 'Look at it' }).click()
  const entry = page.getByRole('article').first()
  await expect(entry).toContainText('This page still had them.')
  await expect(entry.locator('ins', { hasText: 'Only Ben still has this.' })).toBeVisible()
  await entry.getByRole('button', { name: 'Put into the card' }).click()
  await expect.poll(() => storedText(site, 'financing')).toContain('Only Ben still has this.')
})

test('S6: a reader’s open page keeps it too, though a reader cannot put it back', async ({ site, failing }) => {
  const [ann, vic] = [await site.signIn('editor', 'Ann'), await site.signIn('viewer', 'Vic')]
  await openCard(ann.page, 'prevention')
  await vic.page.goto(`${BOARD}/cards/prevention`)
  await expect(savedState(vic.page)).toHaveText('Saved')
  await write(ann.page, ' Seen by Vic.')
  await expect(vic.page.getByRole('dialog')).toContainText('Seen by Vic.')
  await ann.context.close()
  await failing.damage(roomOf('prevention'))

  await expect(lostThere(vic.page)).toBeVisible({ timeout: 30_000 })
  await lostThere(vic.page).getByRole('button', { name: 'Keep my text' }).click()
  const entry = vic.page.getByRole('article').first()
  await expect(entry).toContainText('Seen by Vic.')
  await expect(entry.getByRole('button', { name: 'Download' })).toBeVisible()
  await expect(entry.getByRole('button', { name: 'Put into the card' })).toHaveCount(0)
})

test('S6: damage to the board itself is told on the board and over its cards', async ({ site, failing }) => {
  const ann = await site.signIn('editor', 'Ann')
  await openCard(ann.page, 'middle-east')
  const title = ann.page.getByRole('textbox', { name: 'Title' })
  const before = await title.inputValue()
  await title.fill('A title that is lost')
  await expect(savedState(ann.page)).toHaveText('Saved')
  await ann.context.close()
  await failing.damage(boardRoom(board))

  const { page } = await site.signIn('reviewer', 'Rita')
  await openBoard(page)
  await expect(damaged(page, 'the board')).toBeVisible()
  await page.getByRole('link', { name: before }).click()
  await expect(damaged(page, 'the board')).toBeVisible()
})
