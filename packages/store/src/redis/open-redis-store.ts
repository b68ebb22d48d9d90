/** A store in Redis, which any number of servers share. */
import { StoreUnavailable } from '../errors.ts'
import type { Store, StoreHealth } from '../store.ts'
import { parseRedisUrl } from './address.ts'
import type { RedisAddress } from './address.ts'
import { connectRedis } from './connection.ts'
import type { RedisConnection } from './connection.ts'
import { diskWait, noDiskWait } from './disk-wait.ts'
import { redisFeed } from './redis-feed.ts'
import type { RedisFeed } from './redis-feed.ts'
import { redisLog } from './redis-log.ts'
import { redisFiles, redisRecords } from './redis-records.ts'
import { checkSettings, checkVersion } from './server-check.ts'

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
}

const LOG_LOOK_INTERVAL_MS = 2000

/** @throws StoreUnavailable when Redis cannot be reached or is too old, Error when the URL is none; both in words */
export async function openRedisStore(options: RedisStoreOptions): Promise<Store> {
  const { prefix = 'briefboard:', timeoutMs = 5000 } = options
  const address = parseRedisUrl(options.url)
  let feed: RedisFeed | null = null
  const connection = await connectRedis({ address, timeoutMs, onFeedBack: () => void feed?.lookAtLogs() })
  const flusher = await checked(connection, address, { waitForDisk: options.waitForDisk ?? false, timeoutMs })
  feed = redisFeed(connection, prefix)
  const waitForDisk = flusher ? diskWait(flusher, timeoutMs, markOf(address, prefix)) : noDiskWait
  const looking = setInterval(() => void feed.lookAtLogs(), LOG_LOOK_INTERVAL_MS).unref()

  async function health(): Promise<StoreHealth> {
    const away = connection.problem()
    if (away) return { ok: false, problems: [away], notes: [] }
    try {
      const { problems, notes } = await checkSettings(connection)
      return { ok: problems.length === 0, problems, notes }
    } catch (error) {
      return { ok: false, problems: [error instanceof Error ? error.message : String(error)], notes: [] }
    }
  }

  return {
    durability: 'replicated',
    log: redisLog({ connection, feed, prefix, waitForDisk }),
    records: redisRecords(connection, prefix, waitForDisk),
    files: redisFiles(connection, prefix, waitForDisk),
    health,
    async close() {
      clearInterval(looking)
      feed.closeAll()
      await Promise.all([connection.close(), flusher?.close()])
    },
  }
}

/** Checks the version, and connects once more if writes are to wait for the disk. Leaves nothing open if it throws. */
async function checked(
  connection: RedisConnection,
  address: RedisAddress,
  { waitForDisk, timeoutMs }: { waitForDisk: boolean; timeoutMs: number },
): Promise<RedisConnection | null> {
  try {
    const { version, major, minor } = await checkVersion(connection)
    if (!waitForDisk) return null
    if (major > 7 || minor >= 2) return await connectRedis({ address, timeoutMs: 2 * timeoutMs, onFeedBack: () => {} })
    throw new StoreUnavailable(
      `This Redis is version ${version} and cannot say when its disk has a change (WAITAOF came with 7.2). ` +
        'Nothing was changed in it. Set appendfsync to always instead, or start a newer Redis.',
    )
  } catch (error) {
    await connection.close()
    throw error
  }
}

function markOf(address: RedisAddress, prefix: string): (key: string) => string {
  return address.isCluster ? (key) => `${key}:flush` : () => `${prefix}flush`
}
