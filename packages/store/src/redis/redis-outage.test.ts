/** The store in Redis, where Redis dies, hangs, or forgets. */
import { createClient } from 'redis'
import { afterEach, expect, test, vi } from 'vitest'
import { startRedis } from '../../../testkit/src/redis-server.ts'
import type { RedisServer } from '../../../testkit/src/redis-server.ts'
import { bytes, newRoom, seed } from '../contract.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import type { Store } from '../store.ts'
import { roomKeys } from './keys.ts'
import { openRedisStore } from './open-redis-store.ts'

const WITHIN = { timeout: 15_000, interval: 50 }
const cleanUps: Array<() => Promise<unknown>> = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function redisWith(settings: Record<string, string> = {}): Promise<RedisServer> {
  const redis = await startRedis({ settings })
  cleanUps.push(() => redis.stop())
  return redis
}

async function open(redis: RedisServer, timeoutMs = 1000): Promise<Store> {
  const store = await openRedisStore({ url: redis.url, timeoutMs })
  cleanUps.push(() => store.close())
  return store
}

async function rawClient(redis: RedisServer) {
  const client = await createClient({ url: redis.url }).connect()
  cleanUps.push(() => client.close())
  return client
}

const unwanted = (what: unknown): never => expect.unreachable(String(what))
const text = (update: Uint8Array): string => Buffer.from(update).toString()

test('S2: when Redis is killed, appends reject in bounded time, and nothing acknowledged is lost', async () => {
  const redis = await redisWith()
  const store = await open(redis)
  const room = newRoom()
  const epoch = await seed(store, room)
  const heard: string[] = []
  const lost: Error[] = []
  const subscription = await store.log.subscribe(
    room,
    1,
    (entry) => heard.push(text(entry.update)),
    (why) => lost.push(why),
  )

  const acknowledged: string[] = []
  const refused: unknown[] = []
  let n = 0
  const write = async (): Promise<void> => {
    const word = `update ${n++}`
    try {
      await store.log.append(room, epoch, bytes(word), 'ann')
      acknowledged.push(word)
    } catch (error) {
      refused.push(error)
    }
  }
  while (acknowledged.length < 200) await Promise.all(Array.from({ length: 20 }, write))
  const underway = Array.from({ length: 50 }, write)
  await redis.kill('SIGKILL')
  await Promise.all(underway)
  const started = performance.now()
  await expect(store.log.append(room, epoch, bytes('lost'), 'ann')).rejects.toThrow(StoreUnavailable)
  await expect(store.records.put('kind', 'id', 1)).rejects.toThrow(StoreUnavailable)
  expect(performance.now() - started).toBeLessThan(2500)
  for (const error of refused) expect(error).toBeInstanceOf(StoreUnavailable)
  expect(await store.health()).toMatchObject({ ok: false, problems: [expect.stringContaining('is not connected')] })

  const again = await startRedis({ again: redis })
  cleanUps.push(() => again.kill('SIGKILL'))
  await vi.waitFor(() => store.log.append(room, epoch, bytes('back'), 'ann'), WITHIN)
  await vi.waitFor(async () => expect((await store.health()).ok).toBe(true), WITHIN)
  const { entries, damage } = await store.log.load(room)
  const stored = entries.map((entry) => text(entry.update))
  expect(damage).toEqual([])
  expect(stored.filter((word) => acknowledged.includes(word))).toEqual(acknowledged)
  await vi.waitFor(() => expect(heard).toEqual(stored.slice(1)), WITHIN)
  expect(lost).toEqual([])
  subscription.close()
})

test('S2: when Redis hangs, appends reject in bounded time, and work again when it goes on', async () => {
  const redis = await redisWith()
  const store = await open(redis, 400)
  const room = newRoom()
  const epoch = await seed(store, room)
  await redis.kill('SIGSTOP')
  const started = performance.now()
  await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(/no answer within 400 ms/)
  expect(performance.now() - started).toBeLessThan(1000)
  await redis.kill('SIGCONT')
  await vi.waitFor(() => store.log.append(room, epoch, bytes('y'), 'ann'), WITHIN)
  expect((await store.log.load(room)).damage).toEqual([])
})

test('S2: a feed that loses its connection is filled from the log', async () => {
  const redis = await redisWith()
  const store = await open(redis)
  const writer = await open(redis)
  const raw = await rawClient(redis)
  const room = newRoom()
  const epoch = await seed(store, room)
  const heard: number[] = []
  const subscription = await store.log.subscribe(room, 1, (entry) => heard.push(entry.position), unwanted)
  for (let n = 0; n < 60; n++) {
    if (n % 20 === 10) await raw.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub'])
    await writer.log.append(room, epoch, bytes(`${n}`), 'ann')
  }
  await vi.waitFor(() => expect(heard).toEqual(Array.from({ length: 60 }, (_, n) => n + 2)), WITHIN)
  subscription.close()
})

test('S2: the order is kept when Redis forgets its scripts in between', async () => {
  const redis = await redisWith()
  const store = await open(redis)
  const raw = await rawClient(redis)
  const room = newRoom()
  const epoch = await seed(store, room)
  const calls: Array<Promise<number>> = []
  for (let n = 0; n < 200; n++) {
    calls.push(store.log.append(room, epoch, bytes(`${n}`), 'ann'))
    if (n % 50 === 25) void raw.sendCommand(['SCRIPT', 'FLUSH'])
    if (n % 10 === 0) await new Promise(setImmediate)
  }
  expect(await Promise.all(calls)).toEqual(calls.map((_, n) => n + 2))
  const { entries } = await store.log.load(room)
  expect(entries.slice(1).map((entry) => text(entry.update))).toEqual(calls.map((_, n) => `${n}`))
})

test('S16: a stream entry whose id is none of ours is passed over', async () => {
  const redis = await redisWith()
  const store = await open(redis)
  const raw = await rawClient(redis)
  const room = newRoom()
  const epoch = await seed(store, room)
  await raw.sendCommand(['XADD', roomKeys('briefboard:', room).log, '1-5', 'strange', 'thing'])
  await store.log.append(room, epoch, bytes('a'), 'ann')
  const loaded = await store.log.load(room)
  expect(loaded.entries.map((entry) => entry.position)).toEqual([1, 2])
  expect(loaded.damage).toEqual([])
})

test('S2: a Redis that is out of memory refuses in words, and takes no position', async () => {
  const redis = await redisWith({ 'maxmemory-policy': 'noeviction' })
  const store = await open(redis)
  const raw = await rawClient(redis)
  const room = newRoom()
  const epoch = await seed(store, room)
  await raw.sendCommand(['CONFIG', 'SET', 'maxmemory', '1mb'])
  await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(/OOM/)
  await raw.sendCommand(['CONFIG', 'SET', 'maxmemory', '0'])
  expect(await store.log.append(room, epoch, bytes('y'), 'ann')).toBe(2)
})

test('a Redis that cannot be reached is an error in words, without the password', async () => {
  const opening = openRedisStore({ url: 'redis://user:secret@127.0.0.1:1', timeoutMs: 300 })
  await expect(opening).rejects.toThrow(/Redis at 127\.0\.0\.1:1 could not be reached .*ECONNREFUSED.*REDIS_URL/)
  await expect(opening).rejects.not.toThrow(/secret/)
  const cluster = openRedisStore({ url: 'redis-cluster://127.0.0.1:1', timeoutMs: 300 })
  await expect(cluster).rejects.toThrow(StoreUnavailable)
  await expect(openRedisStore({ url: 'http://127.0.0.1' })).rejects.toThrow(/must look like redis:\/\//)
})
