/** A store in Redis, which any number of servers share. */
import { StoreUnavailable } from '../errors.ts'
import type { Store, StoreHealth } from '../store.ts'
import { parseRedisUrl } from './address.ts'
import { connectRedis } from './connection.ts'
import type { RedisConnection } from './connection.ts'
import { openProbe } from './probe.ts'
import type { Probe } from './probe.ts'
import { redisFeed } from './redis-feed.ts'
import type { RedisFeed } from './redis-feed.ts'
import { redisHolds } from './redis-holds.ts'
import { redisLog } from './redis-log.ts'
import { redisFiles, redisRecords } from './redis-records.ts'
import { replicaCount } from './replicas.ts'
import { checkReplicas, checkSettings, checkVersion } from './server-check.ts'
import { writeWait } from './write-wait.ts'
import type { WaitFor } from './write-wait.ts'

export interface RedisStoreOptions {
  /** `redis[s]://[user:password@]host:port`, or `redis[s]-cluster://[user:password@]host:port,host:port`. */
  url: string
  /** What all keys begin with, so that Redis may hold other things too. */
  prefix?: string
  /** After this time a command has failed, and so has opening. */
  timeoutMs?: number
  /**
   * Lets every write wait until Redis's own disk has confirmed it (WAITAOF, Redis 7.2 or later). With `appendfsync
   * everysec` that takes up to a second; with `always` it adds nothing, as Redis then answers after the flush anyway.
   */
  waitForDisk?: boolean
  /**
   * Lets every write wait until this many replicas have it, and fail if they do not within the timeout. If it is not
   * given: 0 for one server; for a cluster in which every master has a replica, one, as `Durability` says.
   */
  waitForReplicas?: number
  /** Fails unless the user may do all that a server does; a command that only reads needs less. */
  demandRights?: boolean
}

const LOG_LOOK_INTERVAL_MS = 2000
/** A write that is confirmed later than this is a problem; Redis's disk may have a second for it. */
const PROBE_WITHIN_MS = 900
const PROBE_WITH_DISK_WITHIN_MS = 1900

/**
 * @throws StoreUnavailable when Redis cannot be reached, is too old or withholds a right, Error when the URL is none; all
 * in words
 */
export async function openRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { prefix = 'briefboard:', timeoutMs = 5000 } = options
  const address = parseRedisUrl(options.url)
  let feed: RedisFeed | null = null
  const connection = await connectRedis({
    address,
    timeoutMs,
    willBlock: options.waitForDisk === true || (options.waitForReplicas ?? (address.isCluster ? 1 : 0)) > 0,
    onFeedBack: () => void feed?.lookAtLogs(),
  })
  const waitFor = await checked(connection, options)
  connection.setWait(writeWait({ waitFor, timeoutMs, prefix }))
  const withinMs = options.waitForDisk === true ? PROBE_WITH_DISK_WITHIN_MS : PROBE_WITHIN_MS
  const probe = openProbe({ connection, prefix, withinMs })
  if (options.demandRights === true) await rightsOf(probe, connection)
  feed = redisFeed(connection, prefix)
  const looking = setInterval(() => void feed.lookAtLogs(), LOG_LOOK_INTERVAL_MS).unref()

  async function health(): Promise<StoreHealth> {
    const away = connection.problem()
    if (away) return { ok: false, problems: [away], notes: [] }
    try {
      const [refused, { problems, notes }] = await Promise.all([probe.problems(), checkSettings(connection)])
      problems.unshift(...refused)
      notes.push(...(await checkReplicas(connection, waitFor.replicas)))
      return { ok: problems.length === 0, problems, notes }
    } catch (error) {
      return { ok: false, problems: [error instanceof Error ? error.message : String(error)], notes: [] }
    }
  }

  return {
    durability: 'replicated',
    log: redisLog({ connection, feed, prefix }),
    holds: redisHolds(connection, prefix),
    records: redisRecords(connection, prefix),
    files: redisFiles(connection, prefix),
    health,
    async close() {
      clearInterval(looking)
      feed.closeAll()
      await connection.close()
    },
  }
}

/** Leaves nothing open if it throws. */
async function rightsOf(probe: Probe, connection: RedisConnection): Promise<void> {
  try {
    await probe.demandRights()
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Checks the version, and settles what writes wait for. Leaves nothing open if it throws. */
async function checked(connection: RedisConnection, options: RedisStoreOptions): Promise<WaitFor> {
  const { waitForDisk: disk = false, waitForReplicas } = options
  try {
    const { version, major, minor } = await checkVersion(connection)
    if (!disk || major > 7 || minor >= 2) {
      return { disk, replicas: waitForReplicas ?? ((await canReplicate(connection)) ? 'one-if-any' : 0) }
    }
    throw new StoreUnavailable(
      `This Redis is version ${version} and cannot say when its disk has a change (WAITAOF came with 7.2). ` +
        'Nothing was changed in it. Set appendfsync to always instead, or start a newer Redis.',
    )
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function canReplicate(connection: RedisConnection): Promise<boolean> {
  if (!connection.isCluster) return false
  return (await connection.onEveryMaster((node) => replicaCount(node.send))).every((count) => count > 0)
}
