/**
 * Reads documents in a thread of its own: a large or hostile file holds up nobody else and takes nothing down with it.
 * A thread that has read a document is kept warm for the next one, which saves the two thirds of a reading that go
 * into loading the program.
 */
import type { ReadReport } from '../model.ts'
import type { Hints } from '../read-source.ts'
import type { Limits } from './limits.ts'
import { startThread, type Reading, type ReadingThread, type ThreadBounds } from './reading-thread.ts'

export interface ReaderOptions extends ThreadBounds {
  limits?: Partial<Limits>
  /** How long a thread waits for its next document before it ends. */
  keepMs?: number
}

export interface WorkerOptions extends ReaderOptions {
  /** Aborting it stops the thread; the promise rejects with its reason. */
  signal?: AbortSignal | undefined
}

export interface DocumentReader {
  /** One document at a time, in the order of the calls. @throws UnreadableDocument; the reason of an aborted signal */
  read(bytes: Uint8Array, name: string, hints?: Hints, signal?: AbortSignal): Promise<Reading>
  /** A document is on its way: the thread may start meanwhile. */
  warm(): void
  /** Ends the thread; what is being read is refused. */
  close(): Promise<void>
}

const KEEP_MS = 60_000
/** What one document has left behind must not count against the next one's bounds. */
const KEPT_MEGABYTES = 128

export function openReader({ limits = {}, keepMs = KEEP_MS, ...bounds }: ReaderOptions = {}): DocumentReader {
  const closing = new AbortController()
  let thread: ReadingThread | null = null
  let idle: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()

  const drop = async (): Promise<void> => {
    clearTimeout(idle)
    const ending = thread
    thread = null
    await ending?.end()
  }
  const readNow = async (bytes: Uint8Array, name: string, hints: Hints, signal?: AbortSignal): Promise<Reading> => {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal])
    stop.throwIfAborted()
    clearTimeout(idle)
    thread ??= startThread(bounds)
    try {
      return await thread.read({ bytes, name, hints, limits }, stop)
    } catch (error) {
      await drop()
      throw error
    }
  }
  const settle = async (): Promise<void> => {
    if (thread === null) return
    if (keepMs === 0 || (await thread.rest().catch(() => Infinity)) > KEPT_MEGABYTES) return drop()
    idle = setTimeout(() => void drop(), keepMs).unref()
  }
  return {
    async read(bytes, name, hints = {}, signal) {
      const before = last
      const turn = Promise.withResolvers<void>()
      last = turn.promise
      await before
      try {
        return await readNow(bytes, name, hints, signal)
      } finally {
        void settle().finally(turn.resolve)
      }
    },
    warm() {
      // In its turn, as a reading is: nothing is started or ended beside one.
      last = last.then(async () => {
        if (closing.signal.aborted) return
        clearTimeout(idle)
        thread ??= startThread(bounds)
        await settle()
      })
    },
    async close() {
      closing.abort(new Error('The reader of documents was closed.'))
      await last
      await drop()
    },
  }
}

/** One document, in a thread that is started for it. @throws as DocumentReader's read */
export async function readReportInWorker(
  bytes: Uint8Array,
  name: string,
  hints: Hints = {},
  { signal, ...options }: WorkerOptions = {},
): Promise<ReadReport> {
  const reader = openReader({ ...options, keepMs: 0 })
  try {
    return (await reader.read(bytes, name, hints, signal)).report
  } finally {
    await reader.close()
  }
}
