/** The store in a folder, where processes die, share it, or find the disk full. */
import type { RoomId } from '@briefboard/protocol'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startChild } from '../child.test-suite.ts'
import { bytes, newRoom, seed } from '../contract.test-suite.ts'
import type { Entry, Store } from '../store.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

const WITHIN = { timeout: 1000, interval: 20 }
const unwanted = (what: unknown): never => expect.unreachable(String(what))

let dataDir: string
let stores: Store[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'briefboard-lmdb-'))
  stores = []
})
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()))
  rmSync(dataDir, { recursive: true })
})

function open(): Store {
  const store = openLmdbStore({ dataDir })
  stores.push(store)
  return store
}

test('S2: what was acknowledged before a SIGKILL is in the log, in order', async () => {
  const room = newRoom()
  const store = open()
  await seed(store, room)
  await store.close()
  const child = startChild(['append', dataDir, room])
  const acknowledged: Array<{ position: number; n: number }> = []
  while (acknowledged.length < 400) acknowledged.push(JSON.parse(await child.nextLine()))
  await child.kill('SIGKILL')
  for await (const line of { [Symbol.asyncIterator]: () => child.lines }) {
    if (line.endsWith('}')) acknowledged.push(JSON.parse(line))
  }
  const { entries, damage } = await open().log.load(room)
  expect(damage).toEqual([])
  const stored = new Map(entries.map(({ position, update }) => [position, Buffer.from(update).toString()]))
  for (const { position, n } of acknowledged) expect(stored.get(position)).toBe(`update ${n}`)
})

test('records that two processes change at once lose no change, and each sees the other', async () => {
  const store = open()
  const child = startChild(['count', dataDir, '100'])
  for (let done = 0; done < 100;) {
    const record = await store.records.get('counters', 'shared')
    if (await store.records.put('counters', 'shared', Number(record?.value ?? 0) + 1, record?.version ?? 0)) done++
  }
  expect(await child.nextLine()).toBe('counted')
  expect((await store.records.get('counters', 'shared'))?.value).toBe(200)
})

test('S2: appends of two processes to one room get a position each', async () => {
  const room = newRoom()
  const store = open()
  const epoch = await seed(store, room)
  const child = startChild(['append', dataDir, room])
  await child.nextLine()
  const mine = new Map<number, string>()
  for (let n = 0; n < 100; n++) mine.set(await store.log.append(room, epoch, bytes(`mine ${n}`), 'ann'), `mine ${n}`)
  await child.kill('SIGKILL')
  const { entries, position, damage } = await store.log.load(room)
  expect(damage).toEqual([])
  expect(entries).toHaveLength(position)
  for (const { position, update } of entries) {
    const expected = mine.get(position)
    if (expected) expect(Buffer.from(update).toString()).toBe(expected)
  }
})

test('S8: what another process appends, replaces or removes reaches subscribers within a second', async () => {
  const room = newRoom()
  const store = open()
  await seed(store, room)
  const bystander = newRoom()
  const epoch = await seed(store, bystander)
  const heard: string[] = []
  const lost: Error[] = []
  const listen = async (to: RoomId, after: number): Promise<void> => {
    const onEntry = (entry: Entry): void => void heard.push(`${entry.author}: ${Buffer.from(entry.update).toString()}`)
    await store.log.subscribe(to, after, onEntry, (why) => lost.push(why))
  }
  await listen(room, 1)
  await listen(bystander, 1)
  const child = startChild(['history', dataDir, room])
  expect(await child.nextLine()).toBe('ready')
  const step = async (): Promise<void> => {
    child.write('next')
    expect(await child.nextLine()).toBe('done')
  }
  await step()
  await vi.waitFor(() => expect(heard).toEqual(['bob: from the other process']), WITHIN)
  await step()
  await vi.waitFor(() => expect(lost.map((why) => why.name)).toEqual(['EpochChanged']), WITHIN)
  await listen(room, 1)
  await step()
  await vi.waitFor(() => expect(lost.map((why) => why.name)).toEqual(['EpochChanged', 'RoomMissing']), WITHIN)
  await store.log.append(bystander, epoch, bytes('goes on'), 'ann')
  await vi.waitFor(() => expect(heard).toEqual(['bob: from the other process', 'ann: goes on']), WITHIN)
})

test('S8: another process is heard while this one writes without a pause', async () => {
  const room = newRoom()
  const busy = newRoom()
  const store = open()
  await seed(store, room)
  const epoch = await seed(store, busy)
  const lost: Error[] = []
  await store.log.subscribe(room, 1, unwanted, (why) => lost.push(why))
  let writes = true
  const writing = Array.from({ length: 4 }, async () => {
    while (writes) await store.log.append(busy, epoch, bytes('x'), 'ann')
  })
  await open().log.replace(room, bytes('new'))
  await vi.waitFor(() => expect(lost.map((why) => why.name)).toEqual(['EpochChanged']), WITHIN)
  writes = false
  await Promise.all(writing)
})

test('S2: a full disk rejects in words, loses nothing that was saved, and is over when there is room again', async () => {
  const room = newRoom()
  const child = startChild(['fill', dataDir, room], 8000)
  const full = JSON.parse(await child.nextLine())
  expect(full.name).toBe('StoreUnavailable')
  expect(full.message).toContain(dataDir)
  expect(full.problems).toEqual([expect.stringContaining('could not be written')])
  expect(full.saved).toBeGreaterThan(10)
  // A small update still fits; what was refused would be refused again, and health says so until there is room for it.
  const after = { position: full.saved + 1, damage: [], problems: [expect.stringContaining('could not be written')] }
  expect(JSON.parse(await child.nextLine())).toEqual(after)
  expect(await child.nextLine()).toBe('removed')
  child.makeRoom()
  expect(await child.nextLine()).toBe('room again')
  const { entries } = await open().log.load(room)
  expect(entries).toHaveLength(full.saved + 1)
  expect(child.errors()).not.toContain('UnhandledPromiseRejection')
})

test('S2: what is given in one tick shares few commits', async () => {
  const store = open()
  const rooms = Array.from({ length: 50 }, newRoom)
  const epochs = await Promise.all(rooms.map((room) => seed(store, room)))
  const started = performance.now()
  const append = (room: RoomId, at: number): Promise<number> =>
    store.log.append(room, epochs[at]!, bytes('x'.repeat(200)), 'ann')
  for (let round = 0; round < 20; round++)
    await Promise.all(rooms.flatMap((room, at) => [append(room, at), append(room, at)]))
  // 2,000 flushes one by one would take this machine's disk most of a second at the very best.
  expect((performance.now() - started) / 20).toBeLessThan(100)
})

test('a folder that cannot be used says so in words', () => {
  const file = join(dataDir, 'a-file')
  writeFileSync(file, 'not a folder')
  expect(() => openLmdbStore({ dataDir: file })).toThrow(`The data folder ${file} could not be opened`)
})

test('a closed store takes no more, and says so', async () => {
  const store = open()
  const room = newRoom()
  const epoch = await seed(store, room)
  const last = store.log.append(room, epoch, bytes('just in time'), 'ann')
  await store.close()
  expect(await last).toBe(2)
  await expect(store.log.append(room, epoch, bytes('late'), 'ann')).rejects.toThrow('The store is closed.')
})
