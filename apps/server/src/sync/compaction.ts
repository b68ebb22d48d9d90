/**
 * Compaction (S7): a room's log becomes a snapshot. Read from the store alone, built in a thread of its own, and
 * committed only if nobody was first. Edits go on meanwhile; nothing waits for it.
 */
import { Worker } from 'node:worker_threads'
import type { RoomId } from '@briefboard/protocol'
import type { Loaded, Position, Store } from '@briefboard/store'

/** Entries younger than this stay in the log, for followers that are a little behind. */
const KEEP_MS = 60_000
/** The thread ends when it has had nothing to do for so long: it holds some 30 MB. */
const IDLE_MS = 30_000

export interface Compacted {
  /** Where the snapshot ends. */
  position: Position
  bytes: number
}

export interface Compactor {
  /** Null if somebody else was first. One room at a time. @throws whatever keeps it from being done */
  compact(room: RoomId): Promise<Compacted | null>
  close(): Promise<void>
}

export function openCompactor(store: Store): Compactor {
  const builder = snapshotBuilder()
  let last: Promise<unknown> = Promise.resolve()

  async function compactNow(room: RoomId): Promise<Compacted | null> {
    const loaded = await store.log.load(room)
    const state = await builder.build(loaded)
    const base = loaded.snapshot?.position ?? 0
    const snapshot = { position: loaded.position, state }
    const isKept = await store.log.compact(room, loaded.epoch, base, snapshot, KEEP_MS)
    return isKept ? { position: loaded.position, bytes: state.byteLength } : null
  }

  return {
    compact(room) {
      const mine = last.then(() => compactNow(room))
      last = mine.catch(() => undefined)
      return mine
    },
    close: () => builder.close(),
  }
}

interface SnapshotBuilder {
  build(loaded: Loaded): Promise<Uint8Array>
  close(): Promise<void>
}

export type BuildAnswer = { state: Uint8Array } | { problem: string }

function snapshotBuilder(): SnapshotBuilder {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let fail: (why: Error) => void = () => undefined

  const end = (why: Error): void => {
    void worker?.terminate()
    worker = null
    fail(why)
  }

  const start = (): Worker => {
    const started = new Worker(new URL('./compaction-worker.ts', import.meta.url))
    started.unref()
    started.on('error', (cause) => end(new Error('The thread that builds snapshots has failed.', { cause })))
    return started
  }

  return {
    async build(loaded) {
      clearTimeout(idle)
      const thread = (worker ??= start())
      const { promise, resolve, reject } = Promise.withResolvers<BuildAnswer>()
      fail = reject
      thread.once('message', resolve)
      thread.postMessage(loaded)
      const answer = await promise
      fail = () => undefined
      idle = setTimeout(() => end(new Error('idle')), IDLE_MS).unref()
      if ('problem' in answer) throw new Error(`A snapshot could not be built: ${answer.problem}`)
      return answer.state
    },
    async close() {
      clearTimeout(idle)
      const thread = worker
      end(new Error('The server is stopping.'))
      await thread?.terminate()
    },
  }
}
