/** The store in one Redis, and in a cluster: two instances on the same data, as two servers would have. */
import { createClient, RESP_TYPES } from 'redis'
import { expect } from 'vitest'
import { startRedisCluster } from '../../../testkit/src/redis-cluster.ts'
import { startRedis } from '../../../testkit/src/redis-server.ts'
import { contract } from '../contract.test-suite.ts'
import type { Harness } from '../contract.test-suite.ts'
import { roomKeys } from './keys.ts'
import { openRedisStore } from './open-redis-store.ts'

const PREFIX = 'test:'

contract('Redis', { canBeDamaged: true }, async () => {
  const redis = await startRedis()
  const [store, other] = await Promise.all([open(redis.url), open(redis.url)])
  const raw = await createClient({ url: redis.url }).connect()
  return {
    store,
    other,
    damage: damageWith(raw.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })),
    async stop() {
      await Promise.all([store.close(), other.close(), raw.close()])
      await redis.stop()
    },
  }
})

contract('Redis Cluster', { canBeDamaged: false }, async () => {
  const cluster = await startRedisCluster()
  const [store, other] = await Promise.all([open(cluster.url), open(cluster.url)])
  return {
    store,
    other,
    damage: () => expect.unreachable('One Redis shows it as well.'),
    async stop() {
      await Promise.all([store.close(), other.close()])
      await cluster.stop()
    },
  }
})

function open(url: string) {
  return openRedisStore({ url, prefix: PREFIX })
}

interface RawClient {
  sendCommand(args: Array<string | Buffer>): Promise<unknown>
}

/** A stream's entries cannot be changed in place, so the log is written anew with one byte changed. */
function damageWith(raw: RawClient): Harness['damage'] {
  return async (room, kind, position, where = 'end') => {
    const keys = roomKeys(PREFIX, room)
    if (kind === 'snapshot') {
      const slot = Number(await raw.sendCommand(['HGET', keys.meta, 'slot']))
      const key = slot === 0 ? keys.snap0 : keys.snap1
      const state = (await raw.sendCommand(['GET', key])) as Buffer // A bulk string, by the type mapping.
      await raw.sendCommand(['SET', key, flipped(state, where)])
      return
    }
    // Each entry is [id, [field, value, …]].
    const entries = (await raw.sendCommand(['XRANGE', keys.log, '-', '+'])) as Array<[Buffer, Buffer[]]>
    await raw.sendCommand(['DEL', keys.log])
    for (const [id, [name, sealed, ...rest]] of entries) {
      const bytes = id.toString() === `${position}-0` ? flipped(sealed!, where) : sealed!
      await raw.sendCommand(['XADD', keys.log, id, name!, bytes, ...rest])
    }
  }
}

function flipped(bytes: Buffer, where: 'end' | 'author'): Buffer {
  const changed = Buffer.from(bytes)
  // An entry's author comes after checksum and length.
  changed[where === 'end' ? changed.length - 1 : 5]! ^= 1
  return changed
}
