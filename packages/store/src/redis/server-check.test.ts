/** What the store says of a Redis that is too old, or is set up so that it may lose what it is given. */
import { createClient } from 'redis'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../../../testkit/src/redis-server.ts'
import { bytes, newRoom } from '../contract/harness.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import type { Store } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import type { RedisNode } from './node.ts'
import { openRedisStore } from './open-redis-store.ts'
import type { RedisStoreOptions } from './open-redis-store.ts'
import { checkVersion } from './server-check.ts'

async function openOn(settings: Record<string, string>, options: Partial<RedisStoreOptions> = {}): Promise<Store> {
  const redis = await startRedis({ settings })
  onTestFinished(() => redis.stop())
  const store = await openRedisStore({ url: redis.url, timeoutMs: 1000, ...options })
  onTestFinished(() => store.close())
  return store
}

test.each([
  [{ 'maxmemory-policy': 'allkeys-lru' }, ['Set maxmemory-policy to noeviction']],
  [{ 'maxmemory-policy': 'volatile-ttl' }, ['Set maxmemory-policy to noeviction']],
  [{ appendonly: 'no' }, ['Set appendonly to yes']],
  [{ appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' }, ['Set maxmemory-policy', 'Set appendonly']],
])('a Redis with %o is not well, and the words say what to do', async (settings, words) => {
  const { ok, problems } = await (await openOn(settings)).health()
  expect(ok).toBe(false)
  expect(problems).toEqual(words.map((each) => expect.stringContaining(each)))
})

test.each([
  ['always', []],
  ['everysec', ['the last second']],
  ['no', ['half a minute']],
])('a Redis with appendfsync %s is well, and a note says what a power failure takes', async (appendfsync, notes) => {
  const health = await (await openOn({ appendfsync })).health()
  expect(health).toEqual({ ok: true, problems: [], notes: notes.map((each) => expect.stringContaining(each)) })
})

test('a Redis that does not let its settings be read is well, with a note', async () => {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const raw = await createClient({ url: redis.url }).connect()
  await raw.sendCommand(['ACL', 'SETUSER', 'limited', 'on', '>pass', '~*', '&*', '+@all', '-config'])
  raw.destroy()
  const store = await openRedisStore({ url: `redis://limited:pass@127.0.0.1:${redis.port}` })
  onTestFinished(() => store.close())
  expect(await store.health()).toEqual({ ok: true, problems: [], notes: [expect.stringContaining('CONFIG GET')] })
})

// No Redis that old can be had here, so its answer is given by hand.
test.each(['6.2.14', '5.0.7'])('a Redis %s is too old, in words', async (version) => {
  const answers = ['# Server\r\nredis_version:7.0.15\r\n', `# Server\r\nredis_version:${version}\r\n`]
  // The check uses nothing else of a connection and its nodes.
  const nodes = answers.map((answer) => ({ send: async () => Buffer.from(answer) }) as unknown as RedisNode)
  const connection = { onEveryMaster: (work) => Promise.all(nodes.map(work)) } as RedisConnection
  await expect(checkVersion(connection)).rejects.toThrow(StoreUnavailable)
  await expect(checkVersion(connection)).rejects.toThrow(`is version ${version}, and Briefboard needs 7.0`)
})

test('S1: a Redis that cannot confirm its disk is not asked to', async () => {
  await expect(openOn({}, { waitForDisk: true })).rejects.toThrow(/WAITAOF came with 7\.2/)
})

test('S1: one Redis without a replica acknowledges nothing that was to wait for one', async () => {
  const store = await openOn({}, { waitForReplicas: 1, timeoutMs: 400 })
  await expect(store.log.create(newRoom(), bytes('x'))).rejects.toThrow(/within 400 ms that a replica has this change/)
})
