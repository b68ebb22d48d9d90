/**
 * A thread of its own, with a store of its own, for what would hold everybody up. Compaction (S7): a room's log becomes a
 * snapshot and is committed only if nobody was first. And a large document for one who has nothing of it, without what was
 * deleted. Edits go on meanwhile.
 */
import { Worker } from 'node:worker_threads'
import { memoryForDocuments, type Size } from '@briefboard/library'
import type { RoomId } from '@briefboard/protocol'
import type { LmdbStoreOptions, Position, RedisStoreOptions } from '@briefboard/store'

/** The thread ends when it has had nothing to do for so long: it holds some 30 MB. */
const IDLE_MS = 30_000

/** What the thread is sent instead of a room when it is to end. */
export const CLOSE = null
const CLOSE_WITHIN_MS = 2000

/** How the thread opens the store. */
export type StoreAddress = { lmdb: LmdbStoreOptions } | { redis: RedisStoreOptions }

/** The snapshot that a room has now. */
export interface Compacted {
  /** Where it ends. */
  position: Position
  size: Size
  /** False if somebody else was first. */
  isOurs: boolean
}

export interface Compactor {
  /** One room at a time. @throws Error in words, whatever keeps it from being done */
  compact(room: RoomId): Promise<Compacted>
  /**
   * The document of a room as a snapshot would have it, in updates that build on each other. `onBegin` is called when all that was stored before will be in it.
   * @throws Error in words
   */
  read(room: RoomId, onBegin: () => void): Promise<Uint8Array[]>
  close(): Promise<void>
}

/** What the thread is asked. */
export interface Order {
  task: 'compact' | 'read'
  room: RoomId
}

/** What the thread answers. */
export type Answer = { compacted: Compacted } | { pieces: Uint8Array[] } | { problem: string }

export function openCompactor(address: StoreAddress): Compactor {
  let last: Promise<unknown> = Promise.resolve()
  let thread: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let isClosed = false

  function start(): Worker {
    const worker = new Worker(new URL('./compaction-worker.ts', import.meta.url), {
      workerData: address,
      // A heap of its own, beside which the rest of the machine's memory is for the main thread's.
      resourceLimits: { maxOldGenerationSizeMb: memoryForDocuments() / 1024 / 1024 },
    })
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

  async function ask(order: Order, onBegin: () => void): Promise<Exclude<Answer, { problem: string }>> {
    if (isClosed) throw new Error('The server is stopping.')
    clearTimeout(idle)
    thread ??= start()
    onBegin()
    const answer = await answerOf(thread, order)
    idle = setTimeout(() => void end(), IDLE_MS).unref()
    if ('problem' in answer) throw new Error(answer.problem)
    return answer
  }

  function inTurn(order: Order, onBegin = (): void => undefined): ReturnType<typeof ask> {
    const mine = last.then(() => ask(order, onBegin))
    last = mine.catch(() => end())
    return mine
  }

  return {
    async compact(room) {
      const answer = await inTurn({ task: 'compact', room })
      if (!('compacted' in answer)) throw new Error(`${room} was not compacted.`)
      return answer.compacted
    },
    async read(room, onBegin) {
      const answer = await inTurn({ task: 'read', room }, onBegin)
      if (!('pieces' in answer)) throw new Error(`${room} was not read.`)
      return answer.pieces
    },
    async close() {
      isClosed = true
      await end()
    },
  }
}

/** Also settles when the thread ends without an answer. */
function answerOf(thread: Worker, order: Order): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>()
  const onError = (error: Error): void => resolve({ problem: error.message })
  const onExit = (): void => resolve({ problem: 'The thread that compacts has ended.' })
  thread.once('message', resolve).once('error', onError).once('exit', onExit)
  thread.postMessage(order)
  return promise.finally(() => thread.off('message', resolve).off('error', onError).off('exit', onExit))
}
