/** Looks whether Redis is new enough and set up so that it keeps what it is given. */
import { StoreUnavailable } from '../errors.ts'
import type { StoreHealth } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import { replicaCount } from './replicas.ts'
import { asList, asText } from './replies.ts'
import type { WaitFor } from './write-wait.ts'

export interface RedisServer {
  version: string
  major: number
  minor: number
}

const CONFIG_GET = ['CONFIG', 'GET', 'maxmemory-policy', 'appendonly', 'appendfsync']
const INFO_LINE = /^redis_version:((\d+)\.(\d+)[^\r\n]*)/m

/** The oldest of the masters. @throws StoreUnavailable in words if it is older than 7.0 */
export async function checkVersion(connection: RedisConnection): Promise<RedisServer> {
  const servers = (await connection.onEveryMaster((node) => node.send(['INFO', 'server']))).map(
    (reply): RedisServer => {
      const [, version = 'unknown', major, minor] = INFO_LINE.exec(asText(reply)) ?? []
      return { version, major: Number(major ?? 0), minor: Number(minor ?? 0) }
    },
  )
  const oldest = servers.reduce((a, b) => (isOlder(b, a) ? b : a))
  if (oldest.major >= 7) return oldest
  throw new StoreUnavailable(
    `This Redis is version ${oldest.version}, and Briefboard needs 7.0 or later (for sharded publish and subscribe). ` +
      'Nothing was changed in it. Start a newer Redis on the same data, or leave REDIS_URL empty to use a folder.',
  )
}

const isOlder = (a: RedisServer, b: RedisServer): boolean =>
  a.major < b.major || (a.major === b.major && a.minor < b.minor)

/** What is wrong with Redis's settings, and what an operator should know of them. */
export async function checkSettings(connection: RedisConnection): Promise<Omit<StoreHealth, 'ok'>> {
  let problems: string[] = []
  let notes: string[] = []
  try {
    const settings = await connection.onEveryMaster((node) => node.send(CONFIG_GET))
    const persistence = await connection.onEveryMaster((node) => node.send(['INFO', 'persistence']))
    problems = settings.flatMap((reply) => settingProblems(asSettings(reply)))
    if (persistence.some((reply) => asText(reply).includes('aof_last_write_status:err'))) problems.push(DISK_REFUSES)
    notes = settings.flatMap((reply) => settingNotes(asSettings(reply)))
  } catch (error) {
    if (isAway(error)) throw error
    notes = [CANNOT_LOOK]
  }
  return { problems: [...new Set(problems)], notes: [...new Set(notes)] }
}

function settingProblems(settings: Map<string, string>): string[] {
  const problems: string[] = []
  const policy = settings.get('maxmemory-policy')
  if (policy !== 'noeviction') {
    problems.push(
      `Redis may throw documents away when its memory is full (maxmemory-policy is ${policy}). ` +
        'Set maxmemory-policy to noeviction in redis.conf, or with CONFIG SET.',
    )
  }
  if (settings.get('appendonly') !== 'yes') {
    problems.push(
      'Redis does not write every change to its disk (appendonly is off): when it restarts, what was saved since its ' +
        'last snapshot is lost. Set appendonly to yes in redis.conf, or with CONFIG SET.',
    )
  }
  return problems
}

function settingNotes(settings: Map<string, string>): string[] {
  if (settings.get('appendonly') !== 'yes' || settings.get('appendfsync') === 'always') return []
  if (settings.get('appendfsync') === 'no') return [NEVER_FLUSHES]
  return [
    'Redis flushes its disk about once a second (appendfsync is not always): a power failure of its machine may lose ' +
      'the last second of what was shown as saved. Set appendfsync to always to close that gap.',
  ]
}

const NEVER_FLUSHES =
  'Redis leaves it to the system when its disk is flushed (appendfsync is no): a power failure of its machine may lose ' +
  'half a minute of what was shown as saved. Set appendfsync to always, or at least to everysec.'

const DISK_REFUSES =
  'Redis could not write to its own disk (aof_last_write_status:err). What was saved before is safe. ' +
  "Free some space on Redis's disk."

const CANNOT_LOOK =
  'This Redis does not let its settings be read (CONFIG GET). Make sure that maxmemory-policy is noeviction and ' +
  'appendonly is yes.'

function asSettings(reply: unknown): Map<string, string> {
  const flat = asList(reply).map(asText)
  return new Map(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])))
}

/** Redis that forbids CONFIG answers with an error of its own; anything else means that it is away. */
function isAway(error: unknown): boolean {
  const cause = error instanceof StoreUnavailable ? error.cause : error
  return !(cause instanceof Error && /^(NOPERM|ERR unknown command)/i.test(cause.message))
}

/** What an operator should know of a cluster's replicas. `waitFor` is what writes wait for. */
export async function checkReplicas(connection: RedisConnection, waitFor: WaitFor['replicas']): Promise<string[]> {
  if (!connection.isCluster) return []
  if (waitFor === 0) return [NO_REPLICAS]
  const counts = await connection.onEveryMaster(async (node) => {
    return { name: `${node.place.host}:${node.place.port}`, replicas: await replicaCount(node.send) }
  })
  const alone = counts.filter(({ replicas }) => replicas === 0).map(({ name }) => name)
  if (alone.length === 0) return []
  return [
    `These masters of the Redis Cluster have no replica just now: ${alone.join(', ')}. What is saved there is on one ` +
      'machine until one is back. Start a replica for each.',
  ]
}

const NO_REPLICAS =
  'Saving does not wait for replicas of this Redis Cluster: if a master dies, the last changes that were shown as ' +
  'saved may be missing on the replica that takes its place. Give every master a replica, then start the server again.'
