/** S12: what a document takes in memory is bounded, and what all of them take together: no number of bytes says either. */
import { execFileSync } from 'node:child_process'
import { invite } from '@briefboard/library'
import { CardId, cardRoom, memoryAdded, REFUSALS, scanUpdate } from '@briefboard/protocol'
import {
  deletionsAsGiven,
  manyTypes,
  newClientId,
  openClient,
  openRaw,
  until,
  updatesOfHoles,
  type RawClient,
} from '@briefboard/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from './attack-scene.ts'
import { ask, BOARD, openWorld, roomOf, type World } from './world.ts'

const UNHURRIED = { MAX_WORK_PER_PERSON: '0', MAX_UPDATES_PER_SECOND: '0', MAX_ROOMS_PER_PERSON: '0' }
const EDIT = 5000
/** So many documents, each within its limit, are more than a heap of 320 MB holds. */
const HEAVY = 8

const open = (world: World, card: string): Promise<RawClient> =>
  openRaw({ url: world.server.url, room: roomOf(card), token: world.tokens.editor })

/** Gives the answer to the last of them. */
async function sendTypes(attacker: RawClient, client: number, count: number) {
  for (let clock = 0; clock < count; clock += EDIT) attacker.sendUpdate(manyTypes(client, clock, EDIT))
  return attacker.mark()
}

async function writes(world: World, card: string): Promise<void> {
  const client = openClient({ url: world.server.url, room: roomOf(card), token: world.tokens.officer })
  await client.synced()
  textOf(client.doc).insert(0, 'Honest. ')
  await client.saved.whenSaved()
  client.close()
}

describe('one document', () => {
  let world: World
  beforeAll(async () => void (world = await openWorld({ ...UNHURRIED, MAX_DOCUMENT_MEMORY: `${16 * 1024 * 1024}` })))
  afterAll(() => world[Symbol.asyncDispose]())

  test('is full when it takes too much memory, however few its bytes; what makes it smaller is taken, and then it has room', async () => {
    const client = newClientId()
    const attacker = await open(world, 'types')
    expect(await sendTypes(attacker, client, 40_000)).toBe('document-full')
    const reader = openClient({ url: world.server.url, room: roomOf('types'), token: world.tokens.owner })
    await reader.synced()
    const { length } = reader.doc.getArray('types')
    expect(length).toBeGreaterThan(10_000)
    expect(length).toBeLessThan(25_000)
    reader.doc.getArray('types').delete(0, length - 1)
    await reader.saved.whenSaved()
    await writes(world, 'types')
    for (const each of [attacker, reader]) each.close()
  })

  test('is full of objects with keys that are numbers when the lists behind them take too much', async () => {
    const other = new Y.Doc()
    const sparse = (count: number) => Array.from({ length: count }, () => ({ 1023: null, 2575: null }))
    const attacker = await open(world, 'sparse')
    other.on('update', (update: Uint8Array) => attacker.sendUpdate(update))
    for (let edit = 0; edit < 20; edit++) other.getArray('list').push([sparse(100)])
    expect(await attacker.mark()).toBe('document-full')
    const another = await open(world, 'sparse')
    const much = new Y.Doc()
    much.getArray('list').push([sparse(5000)])
    another.sendUpdate(Y.encodeStateAsUpdate(much))
    expect(await another.mark()).toBe('too-large')
    another.close()
    await writes(world, 'sparse')
    attacker.close()
  })

  test('full of text is not cut into more and more parts by deletions', async () => {
    const attacker = await open(world, 'cut')
    const client = newClientId()
    for (const update of updatesOfHoles(client, 'text', 400_000, 100_000)) attacker.sendUpdate(update)
    expect(await attacker.mark()).toBe('document-full')
    const other = await open(world, 'cut')
    other.sendUpdate(deletionsAsGiven(client, [{ clock: 0, length: 400_000 }]))
    expect(await other.mark()).toBe('saved')
    await writes(world, 'cut')
    for (const each of [attacker, other]) each.close()
  })

  test('of an earlier version that is beyond the limit is read, takes deletions, and is in order after them', async () => {
    await writes(world, 'earlier')
    const client = newClientId()
    await world.withStore(async ({ log }) => {
      const { epoch } = await log.load(roomOf('earlier'))
      for (let clock = 0; clock < 60_000; clock += EDIT)
        await log.append(roomOf('earlier'), epoch, manyTypes(client, clock, EDIT), '')
    })
    const reader = openClient({ url: world.server.url, room: roomOf('earlier'), token: world.tokens.owner })
    await reader.synced()
    await until('all of it is there', () => reader.doc.getArray('types').length === 60_000)
    const attacker = await open(world, 'earlier')
    attacker.sendUpdate(manyTypes(newClientId(), 0, 10))
    expect(await attacker.mark()).toBe('document-full')
    reader.doc.getArray('types').delete(10, 59_990)
    await reader.saved.whenSaved()
    await writes(world, 'earlier')
    for (const each of [reader, attacker]) each.close()
  })
})

describe('all documents of a node', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld({ ...UNHURRIED, NODE_OPTIONS: '--max-old-space-size=320', IDLE_ROOM_SECONDS: '600' })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  test('fit into its heap: who would open one too many is sent away for a while, ordinary ones open, and unused ones make room', async () => {
    const attackers: RawClient[] = []
    const codes: number[] = []
    const attack = async (card: number): Promise<void> => {
      const attacker = await open(world, `heavy-${card}`)
      void attacker.closed.then((code) => codes.push(code))
      attackers.push(attacker)
      await sendTypes(attacker, newClientId(), 60_000)
    }
    await Promise.all(Array.from({ length: HEAVY }, (_, card) => attack(card)))
    expect(codes.length).toBeGreaterThan(0)
    expect(new Set(codes)).toEqual(new Set([REFUSALS['documents-busy'].close]))
    await writes(world, 'ordinary')
    expect((await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).status).toBe(200)
    for (const attacker of attackers) attacker.close()
    // What they leave behind is open for another ten minutes, or until somebody needs the memory.
    for (let card = 0; card < HEAVY; card++) {
      const reader = openClient({
        url: world.server.url,
        room: cardRoom(BOARD, CardId.parse(`heavy-${card}`)),
        token: world.tokens.owner,
      })
      await reader.synced()
      expect(reader.doc.getArray('types').length).toBeGreaterThan(0)
      reader.close()
    }
  }, 120_000)
})

describe('who holds large documents open', () => {
  const HEAP = '--max-old-space-size=320'
  const BUSY = REFUSALS['documents-busy'].close
  /** What the server lets documents take, as it reckons it itself. */
  const most =
    Number(
      execFileSync(process.execPath, [HEAP, '-p', 'v8.getHeapStatistics().heap_size_limit'], { encoding: 'utf8' }),
    ) / 2
  let world: World
  beforeAll(async () => {
    world = await openWorld({ ...UNHURRIED, NODE_OPTIONS: HEAP, IDLE_ROOM_SECONDS: '600' })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  /** Fills documents one after the other, each to its limit, until they have counted so much together; stays in all of them. */
  async function fill(token: string, name: string, bytes: number): Promise<{ held: RawClient[]; codes: number[] }> {
    const held: RawClient[] = []
    const codes: number[] = []
    let used = 0
    for (let number = 0; number < 12 && used < bytes - 100_000; number++) {
      const room = roomOf(`${name}-${number}`)
      const attacker = await openRaw({ url: world.server.url, room, token })
      void attacker.closed.then((code) => codes.push(code))
      held.push(attacker)
      const client = newClientId()
      let clock = 0
      for (let count = 4000; count >= 40;) {
        const update = manyTypes(client, clock, count)
        const added = memoryAdded(scanUpdate(update))
        if (used + added > bytes - 50_000) {
          count = Math.floor(count / 2)
          continue
        }
        attacker.sendUpdate(update)
        const verdict = await Promise.race([attacker.mark(), attacker.closed])
        if (verdict !== 'saved') break
        clock += count
        used += added
      }
    }
    return { held, codes }
  }

  const isServed = async (card: string): Promise<void> => {
    await writes(world, card)
    for (const path of [`/api/boards/${BOARD}`, `/boards/${BOARD}`, `/api/boards/${BOARD}/search?q=money`])
      expect((await ask(world, world.tokens.viewer, path)).status, path).toBe(200)
    expect((await ask(world, world.tokens.viewer, '/health/ready')).status).toBe(200)
  }
  const stillOpen = (held: readonly RawClient[]): RawClient[] =>
    held.filter(({ socket }) => socket.readyState === socket.OPEN)

  test('one person, as many as the memory holds: has a part of it, and everybody else is served', async () => {
    const { held, codes } = await fill(world.tokens.editor, 'held', most)
    await isServed('beside')
    expect(new Set(codes)).toEqual(new Set([BUSY]))
    expect(stillOpen(held).length).toBeGreaterThan(0)
    expect(stillOpen(held).length).toBeLessThanOrEqual(2)
    // Who is there already stays, and finds the document closed that was one too many.
    const again = await openRaw({ url: world.server.url, room: roomOf('held-0'), token: world.tokens.editor })
    expect(await again.closed).toBe(BUSY)
    for (const each of held) each.close()
  }, 120_000)

  test('several people together: large ones go, an honest reader of one comes back to it with what was written meanwhile', async () => {
    const people = await world.withStore((store) =>
      Promise.all(['A', 'B', 'C'].map((name) => invite(store.records, { name, role: 'editor' }, new Date()))),
    )
    const honest = openClient({ url: world.server.url, room: roomOf('many-0-0'), token: world.tokens.officer })
    await honest.synced()
    textOf(honest.doc).insert(0, 'Before. ')
    const filled = []
    for (const [index, { token }] of people.entries()) {
      filled.push(await fill(token, `many-${index}`, most / 3))
      textOf(honest.doc).insert(0, `While ${index}. `)
    }
    await isServed('among')
    expect(filled.flatMap(({ codes }) => codes)).toContain(BUSY)
    for (const { held } of filled) for (const each of held) each.close()
    await honest.saved.whenSaved()
    const fresh = openClient({ url: world.server.url, room: roomOf('many-0-0'), token: world.tokens.owner })
    await fresh.synced()
    expect(textOf(fresh.doc).toString()).toBe('While 2. While 1. While 0. Before. ')
    for (const each of [honest, fresh]) each.close()
  }, 180_000)
})
