/** Waits until Redis has flushed to its own disk, where that was asked for (WAITAOF, Redis 7.2 or later). */
import { StoreUnavailable } from '../errors.ts'
import type { RedisConnection } from './connection.ts'
import { asList } from './replies.ts'

/** Resolves when everything written so far on the node of `key` is on its disk. @throws StoreUnavailable */
export type DiskWait = (key: string) => Promise<void>

/** Redis's disk is as safe as `appendfsync` says, and nobody waits for it. */
export const noDiskWait: DiskWait = async () => {}

/**
 * WAITAOF blocks its connection and counts only that connection's writes, so it has a connection of its own and writes
 * a mark first: when the mark is on the disk, so is all that was written before it. Everybody who comes while one wait
 * is under way shares the next. `markOf` names the mark for a key, one for all keys that are on one node for certain.
 */
export function diskWait(connection: RedisConnection, timeoutMs: number, markOf: (key: string) => string): DiskWait {
  const waits = new Map<string, { current: Promise<void>; next: Promise<void> | null }>()

  async function waitOnce(mark: string): Promise<void> {
    await connection.command(mark, ['SET', mark, '1', 'EX', '60'])
    const [local] = asList(await connection.command(mark, ['WAITAOF', '1', '0', String(timeoutMs)]))
    if (local === 1) return
    throw new StoreUnavailable(
      `Redis did not confirm within ${timeoutMs} ms that its disk has this change, so it is not shown as saved. ` +
        "Check Redis's disk; sending the change again is harmless.",
    )
  }

  function start(mark: string): Promise<void> {
    const wait = { current: waitOnce(mark), next: null }
    waits.set(mark, wait)
    const forget = (): void => {
      if (wait.next === null) waits.delete(mark)
    }
    wait.current.then(forget, forget)
    return wait.current
  }

  return (key) => {
    const mark = markOf(key)
    const wait = waits.get(mark)
    if (!wait) return start(mark)
    wait.next ??= wait.current.catch(() => undefined).then(() => start(mark))
    return wait.next
  }
}
