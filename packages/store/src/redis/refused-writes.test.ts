/** What the store says of a Redis that answers and takes nothing: in words, within a second, and no longer than it is so. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from 'redis'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startRedisCluster } from '../../../testkit/src/redis-cluster.ts'
import { startRedis, type RedisServer } from '../../../testkit/src/redis-server.ts'
import { bytes, newRoom, seed } from '../contract.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import type { Store } from '../store.ts'
import { openRedisStore, type RedisStoreOptions } from './open-redis-store.ts'

type Raw = (...command: string[]) => Promise<unknown>

async function redisWith(settings: Record<string, string> = {}): Promise<{ redis: RedisServer; raw: Raw }> {
  const redis = await startRedis({ settings })
  const client = await createClient({ url: redis.url }).connect()
  onTestFinished(async () => {
    client.destroy()
    await redis.stop()
  })
  return { redis, raw: (...command) => client.sendCommand(command) }
}

async function open(url: string, options: Partial<RedisStoreOptions> = {}): Promise<Store> {
  const store = await openRedisStore({ url, timeoutMs: 2000, ...options })
  onTestFinished(() => store.close())
  return store
}

/** Asks for health until it says so, and fails if that takes longer than a second. Nobody else writes meanwhile. */
async function saysWithinASecond(store: Store, words: RegExp | null): Promise<void> {
  await vi.waitFor(
    async () => {
      const { ok, problems } = await store.health()
      if (words === null) expect(problems).toEqual([])
      else expect(problems.join('\n')).toMatch(words)
      expect(ok).toBe(words === null)
    },
    { timeout: 1500, interval: 50 },
  )
}

const USER = ['ACL', 'SETUSER', 'briefboard', 'on', '>pass'] as const
const urlOfUser = ({ port }: RedisServer): string => `redis://briefboard:pass@127.0.0.1:${port}`

interface Refusing {
  settings?: Record<string, string>
  begin: (raw: Raw) => Promise<unknown>
  end: (raw: Raw) => Promise<unknown>
  words: RegExp
  /** True if it is not said. */
  stopsEdits?: boolean
}

const CASES: Record<string, Refusing> = {
  'is out of memory': {
    begin: (raw) => raw('CONFIG', 'SET', 'maxmemory', '1mb'),
    end: (raw) => raw('CONFIG', 'SET', 'maxmemory', '0'),
    words: /OOM .*Raise maxmemory/,
  },
  'has become a replica': {
    begin: (raw) => raw('REPLICAOF', '127.0.0.1', '1'),
    end: (raw) => raw('REPLICAOF', 'NO', 'ONE'),
    words: /READONLY .*REPLICAOF NO ONE/,
  },
  'is a replica that has lost its master': {
    settings: { 'replica-serve-stale-data': 'no' },
    begin: (raw) => raw('REPLICAOF', '127.0.0.1', '1'),
    end: (raw) => raw('REPLICAOF', 'NO', 'ONE'),
    words: /MASTERDOWN .*Bring the master back/,
  },
  'has too few replicas': {
    begin: (raw) => raw('CONFIG', 'SET', 'min-replicas-to-write', '1'),
    end: (raw) => raw('CONFIG', 'SET', 'min-replicas-to-write', '0'),
    words: /NOREPLICAS .*min-replicas-to-write/,
  },
  'no longer lets its user write': {
    begin: (raw) => raw(...USER, '-xadd'),
    end: (raw) => raw(...USER, '+xadd'),
    words: /lacks a right/,
  },
  'no longer lets its user say where a log ends': {
    begin: (raw) => raw(...USER, '-hset'),
    end: (raw) => raw(...USER, '+hset'),
    words: /lacks a right/,
  },
  'no longer lets its user publish': {
    begin: (raw) => raw(...USER, '-spublish'),
    end: (raw) => raw(...USER, '+spublish'),
    words: /lacks a right/,
  },
  'no longer lets its user subscribe': {
    begin: (raw) => raw(...USER, '-ssubscribe'),
    end: (raw) => raw(...USER, '+ssubscribe'),
    words: /lacks a right/,
    stopsEdits: false,
  },
  'has taken the channels from its user': {
    begin: (raw) => raw(...USER, 'resetchannels'),
    end: (raw) => raw(...USER, 'allchannels'),
    words: /lacks a right/,
  },
}

test.each(Object.entries(CASES))(
  'S2: a Redis that %s is not well, in words, while nobody writes, and well again afterwards',
  async (_, { settings, begin, end, words, stopsEdits = true }) => {
    const { redis, raw } = await redisWith(settings)
    await raw(...USER, '~*', '&*', '+@all')
    const store = await open(urlOfUser(redis))
    const room = newRoom()
    const epoch = await seed(store, room)
    expect(await store.health()).toMatchObject({ ok: true, problems: [] })
    await begin(raw)
    await saysWithinASecond(store, words)
    if (stopsEdits) await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(StoreUnavailable)
    await end(raw)
    await saysWithinASecond(store, null)
    await store.log.append(room, epoch, bytes('y'), 'ann')
    // What a probe writes is gone again, and is no room or record.
    expect(await store.log.rooms()).toEqual([room])
    expect(await store.records.kinds()).toEqual([])
  },
)

test('S7, S8: a user who may not write all of a room compacts and replaces nothing of it', async () => {
  const { redis, raw } = await redisWith()
  await raw(...USER, '~*', '&*', '+@all')
  const store = await open(urlOfUser(redis))
  const room = newRoom()
  const epoch = await seed(store, room)
  await store.log.append(room, epoch, bytes('x'), 'ann')
  await raw(...USER, '-hset')
  await expect(store.log.replace(room, bytes('new'))).rejects.toThrow(StoreUnavailable)
  await expect(store.log.compact(room, epoch, 0, { position: 2, state: bytes('s') }, 0)).rejects.toThrow(
    StoreUnavailable,
  )
  await raw(...USER, '+hset')
  const { epoch: now, position, snapshot, damage } = await store.log.load(room)
  expect({ now, position, snapshot, damage }).toEqual({ now: epoch, position: 2, snapshot: null, damage: [] })
  expect(await store.log.compact(room, epoch, 0, { position: 2, state: bytes('s') }, 0)).toBe(true)
})

test('S2: a Redis whose disk refuses its snapshots is not well, in words', async () => {
  const { redis, raw } = await redisWith()
  const store = await open(redis.url)
  // Where the snapshot's file would be, there is a folder.
  await mkdir(join(redis.dir, 'dump.rdb'))
  await raw('CONFIG', 'SET', 'save', '3600 1000000')
  await raw('BGSAVE')
  await saysWithinASecond(store, /MISCONF .*Free some space/)
})

test('S1: a Redis whose replica hangs, or is gone, confirms nothing; that is said within a second too', async () => {
  const { redis } = await redisWith()
  const replica = await startRedis({
    settings: { replicaof: `127.0.0.1 ${redis.port}`, 'repl-diskless-sync-delay': '0' },
  })
  onTestFinished(() => replica.stop())
  const store = await open(redis.url, { waitForReplicas: 1 })
  await vi.waitFor(async () => expect((await store.health()).ok).toBe(true), { timeout: 15_000 })
  await replica.kill('SIGSTOP')
  await saysWithinASecond(store, /not confirmed a write/)
  await replica.kill('SIGCONT')
  await vi.waitFor(async () => expect((await store.health()).ok).toBe(true), { timeout: 15_000 })
  await replica.kill('SIGKILL')
  await saysWithinASecond(store, /not confirmed a write/)
})

test('S2: one master of a cluster that refuses is enough', async () => {
  const cluster = await startRedisCluster()
  onTestFinished(() => cluster.stop())
  const store = await open(cluster.url)
  expect((await store.health()).problems).toEqual([])
  for (const { port } of cluster.nodes) {
    const client = await createClient({ url: `redis://127.0.0.1:${port}` }).connect()
    await client.sendCommand(['CONFIG', 'SET', 'maxmemory', '1mb'])
    await saysWithinASecond(store, /OOM/)
    await client.sendCommand(['CONFIG', 'SET', 'maxmemory', '0'])
    client.destroy()
    await saysWithinASecond(store, null)
  }
})

test('S16: asking for health costs Redis one probe at a time, and leaves nothing behind', async () => {
  const { redis, raw } = await redisWith()
  const store = await open(redis.url)
  await raw('CONFIG', 'RESETSTAT')
  await Promise.all(Array.from({ length: 200 }, () => store.health()))
  const stats = String(await raw('INFO', 'commandstats'))
  expect(Number(/cmdstat_spublish:calls=(\d+)/.exec(stats)?.[1])).toBeLessThanOrEqual(3)
  expect(await raw('KEYS', '*')).toEqual([])
})

test.each([
  ['may not subscribe', ['-ssubscribe']],
  ['may not publish', ['-spublish']],
  ['has no channels', ['resetchannels']],
  ['has other channels', ['resetchannels', '&other:*']],
  ['has other keys', ['resetkeys', '~other:*']],
  ['may not write streams', ['-xadd']],
  ['may not run scripts', ['-@scripting']],
  ['may only read', ['-@all', '+@read', '+@connection', '+info']],
])('a server does not begin on a Redis whose user %s, in words', async (_, rights) => {
  const { redis, raw } = await redisWith()
  await raw(...USER, '~*', '&*', '+@all')
  await raw(...USER, ...rights)
  const opening = openRedisStore({ url: urlOfUser(redis), timeoutMs: 1000, demandRights: true })
  await expect(opening).rejects.toThrow(StoreUnavailable)
  await expect(opening).rejects.toThrow(/may not do all that Briefboard needs .*Nothing was changed\..*ACL SETUSER/)
})

test('the rights that the runbook gives are enough', async () => {
  const { redis, raw } = await redisWith()
  await raw(...USER, '~briefboard:*', '&briefboard:*', '+@all', '-@dangerous', '+info', '+config|get')
  const store = await open(urlOfUser(redis), { demandRights: true })
  expect(await store.health()).toMatchObject({ ok: true, problems: [] })
})
