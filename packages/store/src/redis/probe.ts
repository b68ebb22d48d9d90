/**
 * Whether Redis takes what a server writes: a small write of each kind on every master, with every command that the
 * store runs, and a subscription. Asked by whoever wants to know how the store is, so that it is known before somebody's
 * sentence is refused.
 */
import { StoreUnavailable } from '../errors.ts'
import { freshFor } from '../fresh.ts'
import type { RedisConnection } from './connection.ts'
import { probeKeys } from './keys.ts'
import type { RedisNode } from './node.ts'
import { missingRight } from './refusal.ts'
import { script } from './script.ts'

export interface Probe {
  /** In words, what is refused; an answer may be so old as `FRESH_MS`. Never throws. */
  problems(): Promise<string[]>
  /** @throws StoreUnavailable in words if the user of this Redis lacks a right that a server needs */
  demandRights(): Promise<void>
}

export interface ProbeOptions {
  connection: RedisConnection
  prefix: string
  /** By then a write is confirmed, or something is wrong. */
  withinMs: number
}

/** Anybody may ask for health, as often as they like. */
const FRESH_MS = 400
/** Far more than are needed to find a name in any master's share of the slots. */
const MOST_NAMES = 100_000

/**
 * KEYS two of our own, a shard channel. ARGV whether it is a cluster. First what Redis refuses when it is full; in the
 * end nothing is left of it.
 */
const WRITE_A_LITTLE = script(`
local a, b = KEYS[1], KEYS[2]
redis.call('SET', a, '1', 'EX', '60')
redis.call('APPEND', a, '1')
redis.call('RENAME', a, b)
redis.call('PERSIST', b)
redis.call('STRLEN', b)
redis.call('GET', b)
redis.call('DEL', b)
redis.call('XADD', a, '1-0', 'e', '1')
redis.call('XRANGE', a, '-', '+')
redis.call('XTRIM', a, 'MINID', '2-0')
redis.call('UNLINK', a)
redis.call('HSET', a, 'f', '1')
redis.call('HGET', a, 'f')
redis.call('HMGET', a, 'f')
redis.call('HGETALL', a)
redis.call('HLEN', a)
redis.call('EXISTS', a)
redis.call('HDEL', a, 'f')
redis.call('INCR', b)
redis.call('DEL', b)
redis.call('TIME')
if ARGV[1] == '1' then redis.call('CLUSTER', 'MYID') end
redis.call('SPUBLISH', KEYS[3], '1')
return 1`)

export function openProbe({ connection, prefix, withinMs }: ProbeOptions): Probe {
  const names = new Map<RedisNode, string>()

  /** A name whose keys lie on that node: in a cluster they have to be looked for. */
  function nameOn(node: RedisNode): string | null {
    const isThere = (name: string): boolean => connection.nodeFor(probeKeys(prefix, name).first) === node
    const known = names.get(node)
    if (known !== undefined && isThere(known)) return known
    for (let number = 0; number < MOST_NAMES; number++) {
      if (!isThere(`${number}`)) continue
      names.set(node, `${number}`)
      return `${number}`
    }
    return null
  }

  async function tryOne(node: RedisNode): Promise<void> {
    const name = nameOn(node)
    if (name === null) return // It has lost its slots to others meanwhile, which are asked too.
    const { first, second, channel } = probeKeys(prefix, name)
    await connection.commit(WRITE_A_LITTLE, [first, second, channel], [connection.isCluster ? '1' : '0'])
    const nobody = (): void => undefined
    await connection.subscribe(channel, nobody).finally(() => connection.unsubscribe(channel, nobody))
  }

  async function tryAll(): Promise<void> {
    let late: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new StoreUnavailable(notConfirmed(withinMs))), withinMs)
    })
    try {
      await Promise.race([connection.onEveryMaster(tryOne), tooLate])
    } finally {
      clearTimeout(late)
    }
  }

  return {
    problems: freshFor(FRESH_MS, () =>
      tryAll().then(
        () => [],
        (error: unknown) => [wordsOf(error)],
      ),
    ),
    async demandRights() {
      const refused = await connection.onEveryMaster(tryOne).then(
        () => null,
        (error: unknown) => error,
      )
      const cause = refused instanceof StoreUnavailable ? refused.cause : refused
      const words = missingRight(cause)
      if (words !== null) throw new StoreUnavailable(words, cause)
    },
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const notConfirmed = (withinMs: number): string =>
  `Redis has not confirmed a write within ${withinMs} ms. Nothing is shown as saved until it does; what was shown as ` +
  'saved before is safe there. Look whether it runs, and whether its disk and its replicas keep up.'
