/** S16: a board that is far larger in what it means than in what it holds is searched and shown by everybody, and ends no server. */
import { actorsMap, cardsMap } from '@briefboard/board'
import { boardRoom, talkRoom, type SearchAnswer } from '@briefboard/protocol'
import { openClient, putAhead, startPulse } from '@briefboard/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ATTEMPTS, memory } from './attack-scene.ts'
import { ask, BOARD, openWorld, type World } from './world.ts'

const MEBIBYTE = 1024 * 1024

async function search(world: World, query: string): Promise<SearchAnswer> {
  const path = `/api/boards/${BOARD}/search?${new URLSearchParams({ q: query })}`
  const response = await ask(world, world.tokens.viewer, path)
  expect(response.status).toBe(200)
  // What the server says it answers.
  return (await response.json()) as SearchAnswer
}

function card(title: string, actors: readonly string[]): Y.Map<unknown> {
  return new Y.Map<unknown>([
    ...([
      ['title', new Y.Text(title)],
      ['keyJudgement', new Y.Text('Written by a zeppelin.')],
      ['judgements', new Y.Map()],
      ['actors', [...actors]],
      ['region', 'europe'],
      ['order', 'a5'],
      ['status', 'draft'],
      ['createdAt', '2020-01-01T00:00:00.000Z'],
      ['createdBy', { id: 'x', name: 'X' }],
    ] as const),
  ])
}

test('300 cards that each name 300 actors of 300 names: a search finds by the names, and takes the memory of the names alone', async () => {
  await using world = await openWorld({ MAX_WORK_PER_PERSON: '0' })
  const client = openClient({ url: world.server.url, room: boardRoom(BOARD), token: world.tokens.editor })
  await client.synced()
  const ids = Array.from({ length: 300 }, (_, number) => `many-${number}`)
  for (const id of ids) {
    client.doc.transact(() => {
      const aliases = Array.from({ length: 299 }, (_, number) => `as-${number}`)
      actorsMap(client.doc).set(id, { name: `The group ${id}`, aliases, listReference: null })
      cardsMap(client.doc).set(id, card(`Of ${id}`, ids))
    })
    await client.saved.whenSaved()
  }
  client.close()
  const before = await memory(world, 'VmHWM')
  expect((await search(world, 'zeppelin')).total).toBe(300)
  expect((await search(world, 'actor:as-9')).total).toBe(300)
  expect((await search(world, 'actor:many-7')).total).toBe(300)
  expect(((await memory(world, 'VmHWM')) - before) / MEBIBYTE).toBeLessThan(150)
})

test('a document with a text of 3 MB is fetched by its page, which comes without it', async () => {
  await using world = await openWorld()
  const line = 'The boats of others lay in the harbour for all of the year. '.repeat(50)
  const form = new FormData()
  const paragraphs = Array.from({ length: 1000 }, (_, index) => `${index + 1}. ${line}`)
  form.set('file', new Blob(['Report on boats\n\n', paragraphs.join('\n\n')]), 'boats.txt')
  for (const [name, value] of Object.entries({ symbol: 'S/2019/1', title: 'Boats', date: '2019-01-01' }))
    form.set(name, value)
  const address = new URL(`/api/boards/${BOARD}/reports`, world.server.url)
  const headers = { authorization: `Bearer ${world.tokens.editor}` }
  expect((await fetch(address, { method: 'POST', headers, body: form })).status).toBe(201)
  const lengthOf = async (path: string): Promise<number> =>
    (await (await ask(world, world.tokens.viewer, path)).text()).length
  expect(await lengthOf(`/api/boards/${BOARD}/reports/S/2019/1`)).toBeGreaterThan(3_000_000)
  expect(await lengthOf(`/boards/${BOARD}/sources/S/2019/1`)).toBeLessThan(1_500_000)
})

describe('200 cards with everything at its limit', () => {
  const PAGES = ['', '/cards/heavy-3', '/coverage', '/figures', '/map', '/search?q=gap', '/sources']
  let world: World
  beforeAll(async () => {
    world = await openWorld({ MAX_WORK_PER_PERSON: '0', MAX_UPDATES_PER_SECOND: '0' })
    const client = openClient({ url: world.server.url, room: boardRoom(BOARD), token: world.tokens.editor })
    await client.synced()
    for (let index = 0; index < 200; index++) {
      const names = Array.from({ length: 300 }, (_, entry) => `${index}-${entry}-${'w'.repeat(40)}`)
      const gaps = names.map((_, entry) => ({
        text: `gap ${entry}`,
        citations: [{ symbol: 'S/2018/80', paragraph: 1 + (entry % 80) }],
      }))
      client.doc.transact(() => {
        const map = card(`Heavy ${index}`, names)
        for (const list of ['countries', 'themes', 'tags']) map.set(list, names)
        map.set('gaps', gaps)
        cardsMap(client.doc).set(`heavy-${index}`, map)
      })
      if (index % 20 === 0) await client.saved.whenSaved()
    }
    await client.saved.whenSaved()
    client.close()
  }, 120_000)
  afterAll(() => world[Symbol.asyncDispose]())

  const get = async (path: string): Promise<string> => {
    const response = await ask(world, world.tokens.viewer, path)
    expect(response.status, path).toBe(200)
    return response.text()
  }

  test('make no page and no answer of megabytes without end, and honest cards are whole', async () => {
    for (const page of PAGES) expect((await get(`/boards/${BOARD}${page}`)).length, page).toBeLessThan(6_000_000)
    const answer = await get(`/api/boards/${BOARD}`)
    expect(answer.length).toBeLessThan(12_000_000)
    const { cards } = JSON.parse(answer) as { cards: { id: string; tags: string[]; judgements: unknown[] }[] }
    expect(cards.length).toBeGreaterThan(200)
    expect(cards.find(({ id }) => !id.startsWith('heavy'))?.judgements).not.toEqual([])
  }, 120_000)

  test('hold up nobody, and leave no memory behind', async () => {
    putAhead(world.server.pid)
    const pulse = await startPulse({ server: world.server, room: talkRoom(BOARD), token: world.tokens.viewer })
    for (const page of PAGES) {
      let shortest = Infinity
      // Other programs on this machine may hold up a server too; before, each page took three seconds and more.
      for (let attempt = 1; attempt <= ATTEMPTS && shortest > 1000; attempt++) {
        await pulse.longestGapMs()
        await get(`/boards/${BOARD}${page}`)
        shortest = Math.min(shortest, await pulse.longestGapMs())
      }
      expect(shortest, `longest gap beside ${page}`).toBeLessThan(1000)
    }
    await pulse.stop()
    const getMany = async (): Promise<number> => {
      for (let count = 0; count < 15; count++) await get(`/boards/${BOARD}`)
      return memory(world, 'VmHWM')
    }
    // The first ones make the heap as large as such pages need.
    const [before, after] = [await getMany(), await getMany()]
    expect((after - before) / MEBIBYTE).toBeLessThan(150)
  }, 240_000)
})
