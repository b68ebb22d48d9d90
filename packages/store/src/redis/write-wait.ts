/** Waits until Redis's disk, or a replica, has what was written, where that was asked for (WAITAOF, WAIT). */
import { StoreUnavailable } from '../errors.ts'
import type { RedisNode } from './node.ts'
import { isAlone } from './replicas.ts'
import { asInteger, asList } from './replies.ts'
import { hashTag } from './slot.ts'

export interface WaitFor {
  /** Redis's own disk (Redis 7.2 or later). */
  disk: boolean
  /**
   * This many replicas. `one-if-any`: one, unless the master has none that could take its place: whoever alone is
   * left of a master and its replica goes on alone.
   */
  replicas: number | 'one-if-any'
}

/**
 * Resolves when everything that was written on the node so far is where it should be. `generation` is the node's from
 * before the write, `key` one that the node has. @throws StoreUnavailable
 */
export type WriteWait = (node: RedisNode, generation: number, key: string) => Promise<void>

export interface WriteWaitOptions {
  waitFor: WaitFor
  timeoutMs: number
  prefix: string
}

// A wait holds its connection up, and the longer one is, the later it is noticed that there is no replica any more.
const SLICE_MS = 250

/**
 * WAIT and WAITAOF block their connection and count only that connection's writes, so they have a connection of its own
 * and write a mark first: where the mark is, there is all that was written before it on that node. Everybody who comes
 * while one wait is under way shares the next.
 */
export function writeWait({ waitFor, timeoutMs, prefix }: WriteWaitOptions): WriteWait {
  const waits = new Map<RedisNode, { current: Promise<void>; next: Promise<void> | null }>()
  const alone = new Set<RedisNode>()
  const count = waitFor.replicas === 'one-if-any' ? 1 : waitFor.replicas

  async function repeat(command: (sliceMs: string) => Promise<boolean>, what: string): Promise<void> {
    const end = performance.now() + timeoutMs
    while (!(await command(String(Math.min(SLICE_MS, timeoutMs))))) {
      if (performance.now() < end) continue
      throw new StoreUnavailable(
        `Redis did not confirm within ${timeoutMs} ms that ${what} has this change, so it is not shown as saved. ` +
          `Check Redis and ${what}; sending the change again is harmless.`,
      )
    }
  }

  async function diskHas(node: RedisNode, sliceMs: string): Promise<boolean> {
    const [local] = asList(await node.sendBlocking(['WAITAOF', '1', '0', sliceMs]))
    return local === 1
  }

  async function replicasHave(node: RedisNode, sliceMs: string): Promise<boolean> {
    if (!alone.has(node) && asInteger(await node.sendBlocking(['WAIT', String(count), sliceMs])) >= count) return true
    if (waitFor.replicas === 'one-if-any' && (await isAlone(node))) alone.add(node)
    else alone.delete(node)
    return alone.has(node)
  }

  async function waitOnce(node: RedisNode, key: string): Promise<void> {
    await node.sendBlocking(['SET', `${prefix}flush:{${hashTag(key)}}`, '1', 'EX', '60'])
    if (waitFor.disk) await repeat((sliceMs) => diskHas(node, sliceMs), 'its disk')
    if (count > 0) await repeat((sliceMs) => replicasHave(node, sliceMs), count === 1 ? 'a replica' : 'its replicas')
  }

  function start(node: RedisNode, key: string): Promise<void> {
    const wait = { current: waitOnce(node, key), next: null }
    waits.set(node, wait)
    const forget = (): void => {
      if (wait.next === null) waits.delete(node)
    }
    wait.current.then(forget, forget)
    return wait.current
  }

  function join(node: RedisNode, key: string): Promise<void> {
    const wait = waits.get(node)
    if (!wait) return start(node, key)
    wait.next ??= wait.current.catch(() => undefined).then(() => start(node, key))
    return wait.next
  }

  if (!waitFor.disk && count === 0) return async () => {}
  return async (node, generation, key) => {
    await join(node, key)
    if (node.generation() === generation) return
    throw new StoreUnavailable(
      'The connection to Redis broke while this change was being confirmed, so it is not shown as saved. Sending it ' +
        'again is harmless.',
    )
  }
}
