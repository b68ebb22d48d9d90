/** S10: a card that is taken off its board is not read any more by those who may only read, whatever name they ask for. */
import { cardMap, cardsMap } from '@briefboard/board'
import { boardRoom, type Role, type RoomId } from '@briefboard/protocol'
import { openRedisStore } from '@briefboard/store'
import {
  openClient,
  openRaw,
  startRedis,
  startServer,
  until,
  type RawClient,
  type SyncClient,
} from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from './attack-scene.ts'
import { ask, BOARD, openWorld, roomOf, tokensFor, type World } from './world.ts'

const NO_SUCH_ROOM = 4404
const WORDS = 'Nobody but writers should see these words.'

let world: World
beforeAll(async () => void (world = await openWorld({ IDLE_ROOM_SECONDS: '1' })))
afterAll(() => world[Symbol.asyncDispose]())

async function enter(
  room: RoomId,
  role: Role,
  url = world.server.url,
  token = world.tokens[role],
): Promise<SyncClient> {
  const client = openClient({ url, room, token })
  await client.synced()
  return client
}

/** Whether somebody is let in; the connection says so by what it sends, or by how it ends. */
async function isLetIn(room: string, token: string, url = world.server.url): Promise<boolean> {
  const raw = await openRaw({ url, room, token })
  const outcome = await Promise.race([raw.closed, until('a frame', () => raw.frames.length > 0)])
  raw.close()
  if (outcome !== undefined) expect(outcome).toBe(NO_SUCH_ROOM)
  return outcome === undefined
}

const isReadBy = (card: string, role: Role): Promise<boolean> => isLetIn(roomOf(card), world.tokens[role])
const closedWithinASecond = (raw: RawClient): Promise<number | 'still open'> =>
  Promise.race([raw.closed, new Promise<'still open'>((resolve) => setTimeout(() => resolve('still open'), 1500))])

test('S10: whoever only reads is sent away within a second, and comes back when the removal is undone', async () => {
  const [writer, board] = [await enter(roomOf('south-east-asia'), 'editor'), await enter(boardRoom(BOARD), 'editor')]
  textOf(writer.doc).insert(0, WORDS)
  await writer.saved.whenSaved()
  const undo = new Y.UndoManager(cardsMap(board.doc))
  const readers = await Promise.all(
    [world.tokens.viewer, world.tokens.reviewer].map((token) =>
      openRaw({ url: world.server.url, room: roomOf('south-east-asia'), token }),
    ),
  )
  await until('they read', () => readers.every(({ frames }) => frames.length > 0))

  cardsMap(board.doc).delete('south-east-asia')
  await board.saved.whenSaved()
  expect(await Promise.all(readers.map(closedWithinASecond))).toEqual([NO_SUCH_ROOM, NO_SUCH_ROOM])
  for (const role of ['viewer', 'reviewer'] as const) expect(await isReadBy('south-east-asia', role), role).toBe(false)
  for (const role of ['editor', 'officer', 'owner'] as const)
    expect(await isReadBy('south-east-asia', role), role).toBe(true)
  for (const path of [`/api/boards/${BOARD}`, `/api/boards/${BOARD}/search?q=nobody+but+writers`])
    expect(await (await ask(world, world.tokens.viewer, path)).text(), path).not.toContain('Nobody but')

  undo.undo()
  await board.saved.whenSaved()
  expect(await isReadBy('south-east-asia', 'viewer')).toBe(true)
  const again = await enter(roomOf('south-east-asia'), 'viewer')
  expect(textOf(again.doc).toString().startsWith(WORDS)).toBe(true)
  for (const client of [writer, board, again]) client.close()
})

test('S10: an archived card is still on its board, and read', async () => {
  const board = await enter(boardRoom(BOARD), 'editor')
  cardMap(board.doc, 'europe')?.set('status', 'archived')
  await board.saved.whenSaved()
  expect(await isReadBy('europe', 'viewer')).toBe(true)
  board.close()
})

test('S10: a card that was removed before a restart is as little read after it, and the other cards are', async () => {
  const board = await enter(boardRoom(BOARD), 'editor')
  cardsMap(board.doc).delete('propaganda')
  await board.saved.whenSaved()
  board.close()
  await world.server.kill('SIGKILL')
  await world.restart()
  expect(await isReadBy('propaganda', 'viewer')).toBe(false)
  expect(await isReadBy('europe', 'viewer')).toBe(true)
  expect(await isReadBy('never-there', 'viewer')).toBe(false)
})

test('S10: nothing of a board whose record is gone is read, by anybody', async () => {
  await world.withStore(({ records }) => records.take('board', BOARD))
  for (const room of [boardRoom(BOARD), roomOf('europe'), `talk/${BOARD}`])
    for (const token of Object.values(world.tokens)) expect(await isLetIn(room, token), room).toBe(false)
  await world.withStore(({ records }) => records.put('board', BOARD, { createdAt: '2026-11-30T00:00:00.000Z' }))
  expect(await isReadBy('europe', 'viewer')).toBe(true)
})

test('S10, S11: two nodes: a reader on the other node, who has nothing but the card open, is sent away too', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const [one, two] = await Promise.all([startServer(settings), startServer(settings)])
  try {
    const store = await openRedisStore({ url: redis.url })
    const tokens = await tokensFor(store)
    await store.close()
    const reader = await openRaw({ url: two.url, room: roomOf('south-east-asia'), token: tokens.viewer })
    await until('it reads', () => reader.frames.length > 0)
    const board = await enter(boardRoom(BOARD), 'editor', one.url, tokens.editor)
    // A card that was made a moment ago on one node is read on the other.
    for (let number = 0; number < 5; number++) {
      cardsMap(board.doc).set(`new-${number}`, new Y.Map())
      const made = openClient({ url: one.url, room: roomOf(`new-${number}`), token: tokens.editor })
      await Promise.all([board.saved.whenSaved(), made.synced()])
      expect(await isLetIn(roomOf(`new-${number}`), tokens.viewer, two.url)).toBe(true)
      made.close()
    }
    cardsMap(board.doc).delete('south-east-asia')
    await board.saved.whenSaved()
    expect(await closedWithinASecond(reader)).toBe(NO_SUCH_ROOM)
    expect(await isLetIn(roomOf('south-east-asia'), tokens.viewer, two.url)).toBe(false)
    board.close()
  } finally {
    await Promise.all([one, two].map((node) => node.kill('SIGKILL')))
    await redis.stop()
  }
})
