/** Compaction that is killed in the middle: its process, or the Redis that it writes to. (S7) */
import type { RoomId } from '@briefboard/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { newSeed, seededRandom } from '../../testkit/src/random.ts'
import { startRedis } from '../../testkit/src/redis-server.ts'
import { tempFolder } from '../../testkit/src/temp-folder.ts'
import { startChild } from './child.test-suite.ts'
import { bytes, newRoom, text } from './contract/harness.test-suite.ts'
import { largeState } from './contract/large-state.test-suite.ts'
import { openLmdbStore } from './lmdb/open-lmdb-store.ts'
import { openRedisStore } from './redis/open-redis-store.ts'
import type { Store } from './store.ts'

const seed = newSeed()
const random = seededRandom(seed)
const KILLS = 4

/** Lets a process compact until some time after its third snapshot, then runs `kill`. Gives the last one it told of. */
async function compactUntilKilled(where: string, room: RoomId, kill: (end: () => Promise<void>) => Promise<void>) {
  const child = startChild(['compact', where, room])
  let last = 0
  for (let n = 0; n < 3; n++) last = Number(await child.nextLine())
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, random() * 30) // Anywhere within a compaction or two.
  await promise
  await kill(() => child.kill('SIGKILL'))
  for await (const line of { [Symbol.asyncIterator]: () => child.lines }) last = Math.max(last, Number(line))
  return last
}

async function expectWhole(store: Store, room: RoomId, atLeast: number): Promise<void> {
  const { snapshot, entries, position, damage } = await store.log.load(room)
  expect(damage, `seed ${seed}`).toEqual([])
  const base = snapshot?.position ?? 0
  expect(base).toBeGreaterThanOrEqual(atLeast)
  expect(Buffer.compare(snapshot!.state, largeState(base))).toBe(0)
  const expected = Array.from({ length: position - base }, (_, index) => `${base + 1 + index}`)
  expect(entries.map((entry) => text(entry.update))).toEqual(expected)
  expect((await store.log.inspect(room)).pieces.filter(({ problem }) => problem !== null)).toEqual([])
}

test('S7: a process that is killed while it compacts a folder leaves the room whole', async () => {
  await using folder = await tempFolder()
  const room = newRoom()
  const store = openLmdbStore({ dataDir: folder.path })
  await store.log.create(room, bytes('1'))
  for (let kill = 0; kill < KILLS; kill++) {
    const last = await compactUntilKilled(folder.path, room, (end) => end())
    await expectWhole(store, room, last)
  }
  await store.close()
  const cold = openLmdbStore({ dataDir: folder.path })
  await expectWhole(cold, room, 3 * KILLS)
  await cold.close()
})

test('S7: a process, or Redis itself, that is killed during a compaction in Redis leaves the room whole', async () => {
  let redis = await startRedis()
  onTestFinished(() => redis.stop())
  const room = newRoom()
  const open = () => openRedisStore({ url: redis.url })
  let store = await open()
  await store.log.create(room, bytes('1'))
  for (let kill = 0; kill < KILLS; kill++) {
    const killsRedis = kill % 2 === 1
    const last = await compactUntilKilled(redis.url, room, async (end) => {
      if (killsRedis) await redis.kill('SIGKILL')
      await end()
    })
    if (killsRedis) {
      redis = await startRedis({ again: redis })
      await store.close()
      store = await open()
    }
    await expectWhole(store, room, last)
  }
  await store.close()
})
