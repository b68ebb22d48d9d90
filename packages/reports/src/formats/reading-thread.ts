/** One thread that reads documents, with bounds on time and memory: whatever breaks them ends it. */
import { Worker } from 'node:worker_threads'
import type { ReadReport } from '../model.ts'
import type { Hints } from '../read-source.ts'
import type { Limits } from './limits.ts'
import { unreadable, UnreadableDocument, type UnreadableMessage } from './unreadable.ts'

/** What was read, and the symbol by which the document itself goes, whatever the hints say; null if it names none. */
export interface Reading {
  report: ReadReport
  ownSymbol: string | null
}

export type ThreadAnswer = { kind: 'read'; reading: Reading } | { kind: 'failed'; error: UnreadableMessage }

export interface ThreadInput {
  bytes: Uint8Array
  name: string
  hints: Hints
  limits: Partial<Limits>
}

export interface ThreadBounds {
  timeLimitMs?: number
  /** For the thread's objects, and once more for its buffers. */
  memoryLimitMegabytes?: number
  entry?: URL
}

export interface ReadingThread {
  /** One at a time. @throws UnreadableDocument; the signal's reason. Whatever it throws, the thread is of no more use. */
  read(input: ThreadInput, signal?: AbortSignal): Promise<Reading>
  /** From now until the next document it keeps no process alive. Gives the megabytes that it holds. */
  rest(): Promise<number>
  end(): Promise<void>
}

const WORKER = new URL('./worker.ts', import.meta.url)
const TIME_LIMIT_MS = 60_000
const MEMORY_LIMIT_MEGABYTES = 512
const YOUNG_MEGABYTES = 64
/** Fast enough to catch a buffer that grows by a gigabyte a second within a fifth of the limit. */
const WATCH_EVERY_MS = 100
const MEGABYTE = 1024 * 1024

export function startThread({
  timeLimitMs = TIME_LIMIT_MS,
  memoryLimitMegabytes = MEMORY_LIMIT_MEGABYTES,
  entry = WORKER,
}: ThreadBounds): ReadingThread {
  const worker = new Worker(entry, {
    // A test runner's own flags must not reach the thread: it runs the plain source.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  })
  const ended = endOf(worker)
  return {
    async read(input, signal) {
      signal?.throwIfAborted()
      const { name } = input
      const { promise, resolve, reject } = Promise.withResolvers<Reading>()
      const onMessage = (answer: ThreadAnswer): void =>
        answer.kind === 'read' ? resolve(answer.reading) : reject(errorOf(name, answer.error))
      const abort = (): void => reject(signal?.reason)
      worker.on('message', onMessage)
      signal?.addEventListener('abort', abort, { once: true })
      void ended.then((cause) => reject(isOutOfMemory(cause) ? tookTooMuch(name, cause) : failed(name, cause)))
      const timer = setTimeout(() => reject(tookTooLong(name, timeLimitMs)), timeLimitMs)
      const stopWatching = watchBuffers(worker, memoryLimitMegabytes, () => reject(tookTooMuch(name)))
      worker.ref()
      worker.postMessage(input)
      try {
        return await promise
      } finally {
        worker.off('message', onMessage)
        signal?.removeEventListener('abort', abort)
        clearTimeout(timer)
        stopWatching()
      }
    },
    async rest() {
      const { used_heap_size: heap, external_memory: buffers } = await worker.getHeapStatistics()
      worker.unref()
      return (heap + buffers) / MEGABYTE
    },
    async end() {
      await worker.terminate()
    },
  }
}

/** Resolves with the cause when the thread ends by itself, at work or waiting. */
function endOf(worker: Worker): Promise<unknown> {
  return new Promise((resolve) => {
    worker.on('error', resolve)
    worker.on('exit', (code) => resolve(new Error(`The thread ended early (code ${code}).`)))
  })
}

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'

function errorOf(name: string, { code, words }: UnreadableMessage): UnreadableDocument {
  if (code === 'worker-failed') return failed(name, new Error(words))
  if (code === 'took-too-much-memory') return tookTooMuch(name, new Error(words))
  return new UnreadableDocument(code, words)
}

/** A thread's own limits count its objects; buffers lie outside of them, and an unpacked stream is a buffer. */
function watchBuffers(worker: Worker, limitMegabytes: number, onTooMuch: () => void): () => void {
  let isLooking = false
  const look = async (): Promise<void> => {
    isLooking = true
    const bytes = await bufferBytes(worker)
    isLooking = false
    if (bytes > limitMegabytes * MEGABYTE) onTooMuch()
  }
  const timer = setInterval(() => {
    if (!isLooking) void look()
  }, WATCH_EVERY_MS)
  return () => clearInterval(timer)
}

async function bufferBytes(worker: Worker): Promise<number> {
  try {
    return (await worker.getHeapStatistics()).external_memory
  } catch {
    // The thread is not up yet, or has ended, which its events tell.
    return 0
  }
}

const SPLIT = 'Save it anew without pictures, or split it and bring the parts one by one.'

const tookTooLong = (name: string, limitMs: number): UnreadableDocument =>
  unreadable('took-too-long', { name, what: `could not be read within ${limitMs / 1000} seconds`, todo: SPLIT })

const tookTooMuch = (name: string, cause?: unknown): UnreadableDocument =>
  unreadable('took-too-much-memory', { name, what: 'needs more memory than a document may', todo: SPLIT, cause })

const failed = (name: string, cause: unknown): UnreadableDocument =>
  unreadable('worker-failed', {
    name,
    what: 'could not be read because of a fault of the program',
    todo: 'Try another form of the document, and tell those who run this server; the cause is in their log.',
    cause,
  })
