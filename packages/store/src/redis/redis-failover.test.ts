/** The store in a Redis Cluster with replicas, one of whose masters dies. */
import type { RoomId } from '@briefboard/protocol'
import { createClient } from 'redis'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { startRedisCluster } from '../../../testkit/src/redis-cluster.ts'
import type { RedisCluster } from '../../../testkit/src/redis-cluster.ts'
import type { RedisServer } from '../../../testkit/src/redis-server.ts'
import { bytes, newRoom, seed, text, texts } from '../contract/harness.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import type { Store } from '../store.ts'
import { roomKeys } from './keys.ts'
import { openRedisStore } from './open-redis-store.ts'

const WITHIN = { timeout: 10_000, interval: 100 }
const PREFIX = 'briefboard:'

let cluster: RedisCluster
let writer: Store
let reader: Store
/** The shard whose master has been killed, with its replica in its place. */
let dead: { master: number }

beforeAll(async () => {
  cluster = await startRedisCluster({ masters: 3, replicas: 1 })
  writer = await openRedisStore({ url: cluster.url, timeoutMs: 2000 })
  reader = await openRedisStore({ url: cluster.url, timeoutMs: 2000 })
})
afterAll(async () => {
  await Promise.all([writer?.close(), reader?.close()])
  await cluster?.stop()
})

/** The number of the master that has a room, and of its replica, as the cluster was started. */
async function shardOf(room: RoomId): Promise<{ master: number; replica: number }> {
  const master = cluster.nodes.indexOf(await cluster.masterOf(roomKeys(PREFIX, room).meta))
  return { master, replica: master + 3 }
}

test('S1: an append that no replica confirms is not acknowledged', async () => {
  const room = newRoom()
  const epoch = await seed(writer, room)
  const hasty = await openRedisStore({ url: cluster.url, timeoutMs: 600 })
  onTestFinished(() => hasty.close())
  const { replica } = await shardOf(room)
  await cluster.nodes[replica]!.kill('SIGSTOP')
  await expect(hasty.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(
    /within 600 ms that a replica has this/,
  )
  await cluster.nodes[replica]!.kill('SIGCONT')
  await vi.waitFor(() => hasty.log.append(room, epoch, bytes('y'), 'ann'), WITHIN)
})

/** One room, somebody who writes into it without a pause, and somebody who listens on another instance. */
interface Watched {
  room: RoomId
  acknowledged: string[]
  refused: unknown[]
  heard: string[]
  lost: Error[]
}

async function watch(room: RoomId): Promise<Watched> {
  const watched: Watched = { room, acknowledged: [], refused: [], heard: [], lost: [] }
  await reader.log.subscribe(
    room,
    1,
    (entry) => watched.heard.push(text(entry.update)),
    (why) => watched.lost.push(why),
  )
  return watched
}

test('S2: when a master dies, nothing acknowledged is lost, and appends and subscriptions go on within 10 s', async () => {
  expect((await writer.health()).notes).toEqual([])
  const rooms = Array.from({ length: 12 }, newRoom)
  const epochs = new Map<RoomId, string>()
  for (const room of rooms) epochs.set(room, await seed(writer, room))
  const all = await Promise.all(rooms.map(watch))
  let writing = true
  const writers = all.flatMap((watched) =>
    Array.from({ length: 4 }, async (_, writerNumber) => {
      for (let n = 0; writing; n++) {
        const word = `${writerNumber}:${n}`
        try {
          await writer.log.append(watched.room, epochs.get(watched.room)!, bytes(word), 'ann')
          watched.acknowledged.push(word)
        } catch (error) {
          watched.refused.push(error)
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    }),
  )
  const enough = (more: number): Promise<void> =>
    vi.waitFor(() => {
      for (const { acknowledged } of all) expect(acknowledged.length).toBeGreaterThan(more)
    }, WITHIN)
  await enough(100)

  dead = await shardOf(rooms[0]!)
  await cluster.nodes[dead.master]!.kill('SIGKILL')
  const before = Math.max(...all.map(({ acknowledged }) => acknowledged.length))
  await enough(before + 100)
  writing = false
  await Promise.all(writers)

  for (const { room, acknowledged, refused, heard, lost } of all) {
    for (const error of refused) expect(error).toBeInstanceOf(StoreUnavailable)
    const { entries, damage } = await reader.log.load(room)
    const stored = entries.map((entry) => text(entry.update))
    expect(damage).toEqual([])
    const missing = new Set(acknowledged).difference(new Set(stored))
    expect([...missing]).toEqual([])
    if (lost.length === 0) await vi.waitFor(() => expect(heard).toEqual(stored.slice(1)), WITHIN)
  }
  // Whoever listens hears at once again, not only when the log is looked at.
  const [room] = rooms
  const again = await watch(room!)
  await writer.log.append(room!, epochs.get(room!)!, bytes('after all'), 'ann')
  await vi.waitFor(() => expect(again.heard).toContain('after all'), { timeout: 500, interval: 10 })
  expect((await writer.health()).notes).toEqual([expect.stringContaining('have no replica just now')])
})

test('S1: a node that comes back as a replica counts again, and nobody waited for its first copy', async () => {
  const room = await roomWhere((master) => cluster.nodes.indexOf(master) === dead.master + 3)
  const epoch = await seed(writer, room)
  let writing = true
  const appended = (async () => {
    for (let n = 2; writing; n++) expect(await writer.log.append(room, epoch, bytes(`${n}`), 'ann')).toBe(n)
  })()
  await cluster.startAgain(cluster.nodes[dead.master]!)
  await vi.waitFor(async () => expect((await writer.health()).notes).toEqual([]), WITHIN)
  writing = false
  await appended
})

test('S2: when a log lost its end with its master, whoever was told of that end is told so', async () => {
  const reckless = await openRedisStore({ url: cluster.url, timeoutMs: 2000, waitForReplicas: 0 })
  onTestFinished(() => reckless.close())
  expect((await reckless.health()).notes).toEqual([expect.stringContaining('does not wait for replicas')])
  const room = await roomWhere((master) => ![dead.master, dead.master + 3].includes(cluster.nodes.indexOf(master)))
  const master = await cluster.masterOf(roomKeys(PREFIX, room).meta)
  const epoch = await seed(writer, room)
  const { heard, lost } = await watch(room)
  const raw = await createClient({ url: master.url })
    .on('error', () => {})
    .connect()
  onTestFinished(() => raw.destroy())
  // The replica is thrown out, and let in no more.
  await raw.sendCommand(['CONFIG', 'SET', 'requirepass', 'secret'])
  await raw.sendCommand(['CLIENT', 'KILL', 'TYPE', 'replica'])
  for (const word of ['one', 'two']) await reckless.log.append(room, epoch, bytes(word), 'ann')
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two']), WITHIN)
  await master.kill('SIGKILL')
  const appendNew = (): Promise<number> => reckless.log.append(room, epoch, bytes('new'), 'ann')
  await vi.waitFor(async () => expect(await appendNew()).toBeGreaterThan(3), WITHIN)
  await vi.waitFor(() => expect(lost.map((why) => why.name)).toEqual(['FeedBroken']), WITHIN)
  expect(heard).toEqual(['one', 'two'])
  expect(texts((await reader.log.load(room)).entries)).toEqual(['first', 'new', 'new', 'new'])
})

async function roomWhere(fits: (master: RedisServer) => boolean): Promise<RoomId> {
  for (;;) {
    const room = newRoom()
    if (fits(await cluster.masterOf(roomKeys(PREFIX, room).meta))) return room
  }
}
