/** The list of boards: what it says is as new as the log, and is not made anew while nothing changes. */
import { boardMap } from '@briefboard/board'
import { BoardId, boardRoom } from '@briefboard/protocol'
import { openMemoryStore, type Store } from '@briefboard/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openBoardList } from './board-list.ts'
import { createBoard, fromStore, plainBoard, type WithDocument } from './boards.ts'
import { readDocument } from './documents.ts'

let store: Store
beforeEach(async () => {
  store = openMemoryStore()
  for (const id of ['a', 'b', 'c'].map((name) => BoardId.parse(`board-${name}`)))
    await createBoard(store, {
      board: plainBoard({ id, title: `Title of ${id}`, description: 'd', marking: 'green', regions: ['R', 'S'] }),
      reports: [],
    })
})
afterEach(() => store.close())

const A = BoardId.parse('board-a')

function counting(withDocument: WithDocument): { withDocument: WithDocument; read: string[] } {
  const read: string[] = []
  return {
    read,
    withDocument: (room, look) => {
      read.push(room)
      return withDocument(room, look)
    },
  }
}

async function rename(title: string): Promise<void> {
  const { epoch } = await store.log.load(boardRoom(A))
  const doc = await readDocument(store, boardRoom(A))
  const before = Y.encodeStateVector(doc)
  boardMap(doc).set('title', title)
  await store.log.append(boardRoom(A), epoch, Y.encodeStateAsUpdate(doc, before), 'ann')
}

test('a board is read once for all who ask, and again when something was appended to it', async () => {
  const { withDocument, read } = counting(fromStore(store))
  const list = openBoardList({ store, withDocument })
  const first = await list()
  expect(first.boards.map(({ title, cards, regions }) => [title, cards, regions])).toEqual(
    ['a', 'b', 'c'].map((name) => [`Title of board-${name}`, 0, 2]),
  )
  for (const again of await Promise.all([list(), list(), list()])) expect(again).toEqual(first)
  expect(read).toHaveLength(3)
  await rename('Another')
  expect((await list()).boards[0]?.title).toBe('Another')
  expect(read.slice(3)).toEqual([boardRoom(A)])
})

test('what an open room says is not kept: it may be a moment behind the log', async () => {
  await rename('New in the log')
  let title = 'Not told yet'
  const open: WithDocument = async (_room, look) => {
    const doc = new Y.Doc()
    boardMap(doc).set('title', title)
    return look(doc)
  }
  const list = openBoardList({ store, withDocument: open })
  expect((await list()).boards[0]?.title).toBe('Not told yet')
  title = 'New in the log'
  expect((await list()).boards[0]?.title).toBe('New in the log')
})

test('one that could not be read is tried again', async () => {
  let isBroken = true
  const list = openBoardList({
    store,
    withDocument: async (room, look) => {
      if (isBroken && room === boardRoom(A)) throw new Error('broken')
      return fromStore(store)(room, look)
    },
  })
  expect((await list()).unreadable.map(({ id }) => id)).toEqual([A])
  isBroken = false
  expect((await list()).unreadable).toEqual([])
})
