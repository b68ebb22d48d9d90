/**
 * Compaction (S7): a room's log becomes a snapshot, in a thread of its own with a store of its own, and is committed
 * only if nobody was first. Edits go on meanwhile; nothing waits for it.
 */
import { Worker } from 'node:worker_threads'
import type { RoomId } from '@briefboard/protocol'
import type { LmdbStoreOptions, Position, RedisStoreOptions } from '@briefboard/store'

/** The thread ends when it has had nothing to do for so long: it holds some 30 MB. */
const IDLE_MS = 30_000

/** What the thread is sent instead of a room when it is to end. */
export const CLOSE = null
const CLOSE_WITHIN_MS = 2000

/** How the thread opens the store. */
export type StoreAddress = { lmdb: LmdbStoreOptions } | { redis: RedisStoreOptions }

export interface Compacted {
  /** Where the snapshot ends. */
  position: Position
  bytes: number
}

export interface Compactor {
  /** Null if somebody else was first. One room at a time. @throws Error in words, whatever keeps it from being done */
  compact(room: RoomId): Promise<Compacted | null>
  close(): Promise<void>
}

/** What the thread answers. */
export type CompactionAnswer = { compacted: Compacted | null } | { problem: string }

export function openCompactor(address: StoreAddress): Compactor {
  let last: Promise<unknown> = Promise.resolve()
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function start(): Worker {
    const worker = new Worker(new URL('./compaction-worker.ts', import.meta.url), { workerData: address })
    worker.unref()
    return worker
  }

  /** Lets it close its store, if it can. */
  async function end(): Promise<void> {
    clearTimeout(idle)
    const ending = thread
    thread = null
    if (ending === null) return
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
    ending.postMessage(CLOSE)
    const late = setTimeout(() => void ending.terminate(), CLOSE_WITHIN_MS)
    await gone
    clearTimeout(late)
  }

  async function ask(room: RoomId): Promise<Compacted | null> {
    if (isClosed) throw new Error('The server is stopping.')
    clearTimeout(idle)
    thread ??= start()
    const answer = await answerOf(thread, room)
    idle = setTimeout(() => void end(), IDLE_MS).unref()
    if ('problem' in answer) throw new Error(answer.problem)
    return answer.compacted
  }

  return {
    compact(room) {
      const mine = last.then(() => ask(room))
      last = mine.catch(() => end())
      return mine
    },
    async close() {
      isClosed = true
      await end()
    },
  }
}

/** Also settles when the thread ends without an answer. */
function answerOf(thread: Worker, room: RoomId): Promise<CompactionAnswer> {
  const { promise, resolve } = Promise.withResolvers<CompactionAnswer>()
  const onError = (error: Error): void => resolve({ problem: error.message })
  const onExit = (): void => resolve({ problem: 'The thread that compacts has ended.' })
  thread.once('message', resolve).once('error', onError).once('exit', onExit)
  thread.postMessage(room)
  return promise.finally(() => thread.off('message', resolve).off('error', onError).off('exit', onExit))
}
