/** S9, S12: what is too much, each refused by name and counted, and what is much but not too much. */
import { encodeSync } from '@briefboard/protocol'
import { openClient, openRaw, openStockProvider, readMetrics, until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, openWorld, roomOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({
    MAX_EDIT_BYTES: '65536',
    MAX_DOCUMENT_BYTES: `${8 * 1024 * 1024}`,
    MAX_ROOMS_PER_PERSON: '3',
    MAX_CONNECTIONS_PER_PERSON: '8',
    MAX_UPDATES_PER_SECOND: '100',
    IDLE_ROOM_SECONDS: '1',
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const refused = async (code: string): Promise<number> =>
  (await readMetrics(world.server.url))('briefboard_refused_total', `reason="${code}"`)

/** Updates of one new client, each with a paragraph of so many characters. */
function textsOf(count: number, length: number): Uint8Array[] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let number = 0; number < count; number++) doc.getXmlFragment('x').push([new Y.XmlText('y'.repeat(length))])
  return updates
}

test('a document that is full takes no more, and what is in it stays readable', async () => {
  const raw = await openRaw({ url: world.server.url, room: roomOf('full'), token: world.tokens.editor })
  for (const update of textsOf(150, 60_000)) raw.sendUpdate(update)
  expect(await raw.mark()).toBe('document-full')
  expect(await refused('document-full')).toBeGreaterThan(0)
  raw.close()
  const reader = openClient({ url: world.server.url, room: roomOf('full'), token: world.tokens.editor })
  await reader.synced()
  expect(reader.doc.getXmlFragment('x').length).toBeGreaterThan(120)
  reader.close()
})

test('the fourth document of one person at once has to wait, with a code that means "try again"', async () => {
  const open = (card: string) => openRaw({ url: world.server.url, room: roomOf(card), token: world.tokens.officer })
  const three = await Promise.all(['one', 'two', 'three'].map(open))
  await until('all three are in', () => three.every(({ frames }) => frames.length > 0))
  expect(await (await open('four')).closed).toBe(4529)
  expect(await refused('too-many-rooms')).toBe(1)
  const again = await open('one')
  expect(await again.mark()).toBe('saved')
  three[1]?.close()
  await until('there is room for another', async () => {
    const raw = await open('four')
    const answer = await raw.mark()
    raw.close()
    return answer === 'saved'
  })
  for (const raw of [...three, again]) raw.close()
})

test('the ninth connection of one person has to wait, though all are to one document', async () => {
  const open = () => openRaw({ url: world.server.url, room: roomOf('one'), token: world.tokens.owner })
  const before = await refused('too-many-rooms')
  const eight = await Promise.all(Array.from({ length: 8 }, open))
  await until('all are in', () => eight.every(({ frames }) => frames.length > 0))
  expect(await (await open()).closed).toBe(4529)
  expect(await refused('too-many-rooms')).toBe(before + 1)
  for (const raw of eight) raw.close()
  await Promise.all(eight.map(({ closed }) => closed))
})

test('S13: a document that was opened for somebody who was then refused does not stay open', async () => {
  const open = (card: string) => openRaw({ url: world.server.url, room: roomOf(card), token: world.tokens.owner })
  const three = await Promise.all(['one', 'two', 'three'].map(open))
  await until('all three are in', () => three.every(({ frames }) => frames.length > 0))
  for (let card = 0; card < 5; card++) expect(await (await open(`refused-${card}`)).closed).toBe(4529)
  for (const raw of three) raw.close()
  await until('no room is open', async () => (await readMetrics(world.server.url))('briefboard_rooms') === 0)
})

test('one who sends too fast is slowed down and loses nothing', async () => {
  const client = openClient({ url: world.server.url, room: roomOf('fast'), token: world.tokens.editor })
  await client.synced()
  const reader = openClient({ url: world.server.url, room: roomOf('fast'), token: world.tokens.editor })
  await reader.synced()
  const begun = performance.now()
  const type = async (letters: number): Promise<void> => {
    for (let count = 0; count < letters; count++) client.doc.getText('t').insert(count, 'x')
    await client.saved.whenSaved()
  }
  // What has arrived together is read together, and is two hundred and more above what a second allows.
  await type(300)
  await type(1)
  expect(performance.now() - begun).toBeGreaterThan(1500)
  await until('the reader has all', () => reader.doc.getText('t').length === 301)
  expect((await readMetrics(world.server.url))('briefboard_throttled_total')).toBeGreaterThan(0)
  for (const each of [client, reader]) each.close()
})

test('S9: a document of several MB reaches a stock client in pieces that each stand for themselves', async () => {
  const frames: number[] = []
  const doc = new Y.Doc()
  const stock = openStockProvider({
    ...{ url: world.server.url, room: roomOf('full'), token: world.tokens.editor, doc, maxBackoffMs: 300 },
    onFrame: (frame) => frames.push(frame.byteLength),
  })
  let waited = false
  doc.on('afterTransaction', () => (waited ||= doc.store.pendingStructs !== null))
  stock.connect()
  await until('it is synced', () => stock.synced)
  expect(doc.getXmlFragment('x').length).toBeGreaterThan(120)
  expect(waited).toBe(false)
  expect(frames.length).toBeGreaterThan(10)
  expect(Math.max(...frames)).toBeLessThan(400 * 1024)
  stock.destroy()
})

test('S9: one who has half of it gets the other half in pieces', async () => {
  const whole = openClient({ url: world.server.url, room: roomOf('full'), token: world.tokens.editor })
  await whole.synced()
  const parts = new Y.Doc()
  const half = Y.encodeStateAsUpdate(whole.doc)
  Y.applyUpdate(parts, half)
  whole.close()
  const client = openClient({ url: world.server.url, room: roomOf('full'), token: world.tokens.editor, doc: parts })
  await client.synced()
  expect(client.doc.getXmlFragment('x').length).toBe(parts.getXmlFragment('x').length)
  client.close()
  const raw = await openRaw({ url: world.server.url, room: roomOf('full'), token: world.tokens.editor })
  const clients = [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(half))]
  const [client0, clock] = clients[0] ?? [0, 0]
  const begun = Y.encodeStateVector(new Map([[client0, Math.floor(clock / 2)]]))
  raw.send(encodeSync(0, begun))
  await until('several pieces have come', () => raw.frames.filter((frame) => frame.byteLength > 200_000).length > 5)
  expect(Math.max(...raw.frames.map((frame) => frame.byteLength))).toBeLessThan(400 * 1024)
  raw.close()
})

test('the board itself is still there', async () => {
  expect((await ask(world, world.tokens.editor, '/api/boards')).status).toBe(200)
})
