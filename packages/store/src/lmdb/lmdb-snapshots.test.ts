/** Snapshots in a folder: what is left behind goes, what is in use stays, and nobody waits for a large one. */
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { tempFolder } from '../../../testkit/src/temp-folder.ts'
import { bytes, newRoom, seed } from '../contract/harness.test-suite.ts'
import { openEnvironment } from './environment.ts'
import { watchPlace } from './folder.ts'
import { openLmdbStore } from './open-lmdb-store.ts'
import { uploadState } from './snapshots.ts'
import { fileRoom } from './file-room.ts'
import { openWriter } from './writer.ts'

const MB = 1024 * 1024

afterEach(() => void vi.useRealTimers())

test('S7: what a compaction left behind that died is gone some time later, and no snapshot goes with it', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  const env = openEnvironment(folder.path)
  const at = { dataDir: folder.path, place: watchPlace(folder.path), makeRoom: fileRoom(folder.path, env.fileSize) }
  const writer = openWriter({ env, ...at })
  const pieces = (): number => {
    env.refresh()
    return env.pieces.getKeysCount({})
  }
  vi.useFakeTimers({ toFake: ['Date'] })
  const room = newRoom()
  const epoch = await seed(store, room)
  for (const word of ['a', 'b', 'c']) await store.log.append(room, epoch, bytes(word), 'ann')
  const states = [2, 3, 4].map(() => randomBytes(2.5 * MB))
  await store.log.compact(room, epoch, 0, { position: 2, state: states[0]! }, -1)
  expect(pieces()).toBe(3)
  await uploadState({ env, writer }, room, randomBytes(3.5 * MB))
  await store.log.compact(room, epoch, 2, { position: 3, state: states[1]! }, -1)
  expect(pieces()).toBe(3 + 3 + 4)
  vi.setSystemTime(Date.now() + 3_600_000)
  await store.log.compact(room, epoch, 3, { position: 4, state: states[2]! }, -1)
  expect(pieces()).toBe(3 + 3)
  const { snapshot, damage } = await store.log.load(room)
  expect(damage).toEqual([])
  expect(Buffer.compare(snapshot!.state, states[2]!)).toBe(0)
  const { pieces: shown } = await store.log.inspect(room)
  expect(shown.map(({ kind, position, problem }) => [kind, position, problem])).toEqual([
    ['snapshot', 3, null],
    ['snapshot', 4, null],
    ['entry', 4, null],
  ])
  await store.log.replace(room, randomBytes(1.5 * MB))
  expect(pieces()).toBe(2)
  await store.log.remove(room)
  expect(pieces()).toBe(0)
  await writer.close()
  await Promise.all([store.close(), env.close()])
})

test('S6: when the newest snapshot is damaged long after it was made, the one before it is there whole', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  const env = openEnvironment(folder.path)
  vi.useFakeTimers({ toFake: ['Date'] })
  const room = newRoom()
  const epoch = await seed(store, room)
  await store.log.append(room, epoch, bytes('a'), 'ann')
  const state = randomBytes(2.5 * MB)
  await store.log.compact(room, epoch, 0, { position: 1, state }, -1)
  vi.setSystemTime(Date.now() + 3_600_000)
  await store.log.compact(room, epoch, 1, { position: 2, state: randomBytes(2.5 * MB) }, -1)
  const [newestPiece] = env.pieces.getKeys({ start: [room, Infinity], end: [room], reverse: true, limit: 1 })
  await env.pieces.remove(newestPiece!)
  for (const damage of [[expect.objectContaining({ kind: 'snapshot', position: 2 })], []]) {
    const loaded = await store.log.load(room)
    expect(loaded).toMatchObject({ position: 2, damage })
    expect(loaded.snapshot?.position).toBe(1)
    expect(Buffer.compare(loaded.snapshot!.state, state)).toBe(0)
    expect(loaded.entries).toHaveLength(1)
  }
  await Promise.all([store.close(), env.close()])
})

test('S5: thousands of entries are trimmed without the file being made longer for all of them at once', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  const env = openEnvironment(folder.path)
  const room = newRoom()
  const epoch = await seed(store, room)
  const entries = 4000
  for (let run = 0; run < entries / 100; run++)
    await Promise.all(Array.from({ length: 100 }, () => store.log.append(room, epoch, bytes('letter'), 'ann')))
  const fileSize = async (): Promise<number> => (await stat(join(folder.path, 'data.mdb'))).size
  await store.log.compact(room, epoch, 0, { position: entries, state: bytes('all') }, -1)
  const before = await fileSize()
  await store.log.compact(room, epoch, entries, { position: entries + 1, state: bytes('all') }, -1)
  expect((await fileSize()) - before).toBeLessThan(8 * MB)
  env.refresh()
  expect([...env.log.getKeys()]).toEqual([[room, entries + 1]])
  await Promise.all([store.close(), env.close()])
})
