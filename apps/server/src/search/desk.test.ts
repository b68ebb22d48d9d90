/** The desk of searches: which boards it keeps, and when it lets them go. */
import { createBoard, plainBoard } from '@briefboard/library'
import { NewBoard, type BoardId, type SearchAnswer } from '@briefboard/protocol'
import { openMemoryStore } from '@briefboard/store'
import { afterEach, expect, test, vi } from 'vitest'
import { openSearchDesk, type SearchDesk } from './desk.ts'

const NOTHING: SearchAnswer = {
  ...{ hits: [], total: 0, hints: [] },
  kinds: { card: 0, assessment: 0, comment: 0, digest: 0, text: 0 },
}

let desk: SearchDesk | undefined
afterEach(() => desk?.close())

/** A desk whose boards find nothing, and the names of those that were opened and closed. */
async function deskOf(ids: readonly string[], options: { mostBoards?: number; idleMs?: number } = {}) {
  const store = openMemoryStore()
  for (const id of ids) {
    const board = plainBoard(NewBoard.parse({ id, title: id }))
    await createBoard(store, { board, reports: [] })
  }
  const [opened, closed]: [BoardId[], BoardId[]] = [[], []]
  const search = vi.fn(async () => NOTHING)
  desk = openSearchDesk({
    ...{ store, ...options },
    open(_store, board) {
      opened.push(board)
      return { search, close: () => void closed.push(board) }
    },
  })
  return { desk, opened, closed, search }
}

test('a board is opened once for many searches; the one not used for longest makes room', async () => {
  const { desk, opened, closed } = await deskOf(['one', 'two', 'three'], { mostBoards: 2 })
  for (const board of ['one', 'two', 'one', 'three', 'one']) await desk.search(board, 'fuel', 30)
  expect(opened).toEqual(['one', 'two', 'three'])
  expect(closed).toEqual(['two'])
})

test('an index that nobody uses is dropped', async () => {
  const { desk, closed } = await deskOf(['one'], { idleMs: 10 })
  await desk.search('one', 'fuel', 30)
  await vi.waitFor(() => expect(closed).toEqual(['one']))
})

test('after a fault the board is opened anew', async () => {
  const { desk, opened, closed, search } = await deskOf(['one'])
  search.mockRejectedValueOnce(new Error('gone'))
  await expect(desk.search('one', 'fuel', 30)).rejects.toThrow('gone')
  expect(await desk.search('one', 'fuel', 30)).toEqual(NOTHING)
  expect([opened, closed]).toEqual([['one', 'one'], ['one']])
})

test('a search that is too long, or over a board that is not there, is refused in words and opens nothing', async () => {
  const { desk, opened } = await deskOf(['one'])
  await expect(desk.search('one', 'x'.repeat(501), 30)).rejects.toThrow('at most 500 characters')
  await expect(desk.search('two', 'fuel', 30)).rejects.toThrow('no such board')
  await expect(desk.search('../one', 'fuel', 30)).rejects.toThrow('no such board')
  expect(opened).toEqual([])
})
