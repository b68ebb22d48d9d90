/** S16: a board that cannot be read is listed as such beside the others, and is opened to words, not to a fault of the server. */
import { talkRoom } from '@briefboard/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

/** A record without its documents, as a restore that was cut short leaves it; and one of which the id is none. */
async function breakBoards(): Promise<void> {
  await world.withStore(async (store) => {
    for (const id of ['broken', 'No Board_Of Ours']) await store.records.put('board', id, { createdAt: '2026-01-01' })
  })
}

const list = async (): Promise<{ boards: { id: string }[]; unreadable: { id: string; words: string }[] }> =>
  (await (await ask(world, world.tokens.viewer, '/api/boards')).json()) as Awaited<ReturnType<typeof list>>

test('the others are listed and opened; the bad one says what happened, what is safe and what to do', async () => {
  await breakBoards()
  const { boards, unreadable } = await list()
  expect(boards.map(({ id }) => id)).toEqual([BOARD])
  expect(unreadable.map(({ id }) => id).toSorted()).toEqual(['No Board_Of Ours', 'broken'])
  expect(unreadable[0]?.words).toMatch(/cannot be read.*Nothing of it was changed.*briefboard doctor/s)

  const front = await ask(world, world.tokens.viewer, '/')
  expect(front.status).toBe(200)
  const page = await front.text()
  expect(page).toContain(`/boards/${BOARD}`)
  expect(page).toContain('This board cannot be read.')

  const opened = await ask(world, world.tokens.viewer, '/boards/broken', { headers: { accept: 'text/html' } })
  const words = await opened.text()
  expect(words).toContain('This board cannot be read.')
  expect(words).not.toMatch(/at \w+ \(|node_modules/)
  expect(await (await ask(world, world.tokens.viewer, '/api/boards/broken')).json()).toMatchObject({
    code: 'board-unreadable',
  })
})

test('a board is read without its comments where these cannot be read', async () => {
  await world.withStore((store) => store.log.remove(talkRoom(BOARD)))
  expect((await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).status).toBe(200)
})
