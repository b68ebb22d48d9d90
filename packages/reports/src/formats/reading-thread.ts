/** One thread that reads documents, with bounds on time and memory: whatever breaks them ends it. */
import { Worker } from 'node:worker_threads'
import type { ReadReport } from '../model.ts'
import type { Hints } from '../read-source.ts'
import type { Limits } from './limits.ts'
import { watchThread } from './thread-watch.ts'
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
  /** Of the processor's time; by the size of the document if left out. */
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
/**
 * A document of a report's size takes a second. Who sends kilobytes that take a minute keeps others from being read;
 * 50 MB or 3,000 pages, which are megabytes, may take that long.
 */
const TIME_LIMIT_MS = { least: 10_000, aMegabyte: 10_000, most: 60_000 }
/** By the clock, for a thread that waits or cannot be looked at; on a busy machine it is slower than the processor's time. */
const CLOCK_FACTOR = 3
const MEMORY_LIMIT_MEGABYTES = 512
const YOUNG_MEGABYTES = 64
const MEGABYTE = 1024 * 1024

export function startThread({
  timeLimitMs,
  memoryLimitMegabytes = MEMORY_LIMIT_MEGABYTES,
  entry = WORKER,
}: ThreadBounds): ReadingThread {
  const worker = new Worker(entry, {
    // A test runner's own flags must not reach the thread: it runs the plain source.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  })
  // One reaction for all readings: one each would keep every result alive for as long as the thread.
  let end: { cause: unknown } | null = null
  let onEnd: ((cause: unknown) => void) | null = null
  void endOf(worker).then((cause) => {
    end = { cause }
    onEnd?.(cause)
  })
  return {
    async read(input, signal) {
      signal?.throwIfAborted()
      const { name, bytes } = input
      const cpuMs = timeLimitMs ?? timeLimitFor(bytes.byteLength)
      const { promise, resolve, reject } = Promise.withResolvers<Reading>()
      const onMessage = (answer: ThreadAnswer): void =>
        answer.kind === 'read' ? resolve(answer.reading) : reject(errorOf(name, answer.error))
      const abort = (): void => reject(signal?.reason)
      worker.on('message', onMessage)
      signal?.addEventListener('abort', abort, { once: true })
      onEnd = (cause) => reject(isOutOfMemory(cause) ? tookTooMuch(name, cause) : failed(name, cause))
      if (end !== null) onEnd(end.cause)
      const timer = setTimeout(() => reject(tookTooLong(name, cpuMs)), cpuMs * CLOCK_FACTOR)
      const stopWatching = watchThread(worker, { bufferMegabytes: memoryLimitMegabytes, cpuMs }, (limit) =>
        reject(limit === 'memory' ? tookTooMuch(name) : tookTooLong(name, cpuMs)),
      )
      worker.ref()
      worker.postMessage(input)
      try {
        return await promise
      } finally {
        worker.off('message', onMessage)
        signal?.removeEventListener('abort', abort)
        onEnd = null
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

export const timeLimitFor = (bytes: number): number =>
  Math.min(TIME_LIMIT_MS.most, TIME_LIMIT_MS.least + (bytes / MEGABYTE) * TIME_LIMIT_MS.aMegabyte)

const isOutOfMemory = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'

function errorOf(name: string, { code, words }: UnreadableMessage): UnreadableDocument {
  if (code === 'worker-failed') return failed(name, new Error(words))
  if (code === 'took-too-much-memory') return tookTooMuch(name, new Error(words))
  return new UnreadableDocument(code, words)
}

const SPLIT = 'Save it anew without pictures, or split it and bring the parts one by one.'

const tookTooLong = (name: string, limitMs: number): UnreadableDocument =>
  unreadable('took-too-long', {
    name,
    what: `could not be read within ${Math.ceil(limitMs / 1000)} seconds of work`,
    todo: SPLIT,
  })

const tookTooMuch = (name: string, cause?: unknown): UnreadableDocument =>
  unreadable('took-too-much-memory', { name, what: 'needs more memory than a document may', todo: SPLIT, cause })

const failed = (name: string, cause: unknown): UnreadableDocument =>
  unreadable('worker-failed', {
    name,
    what: 'could not be read because of a fault of the program',
    todo: 'Try another form of the document, and tell those who run this server; the cause is in their log.',
    cause,
  })
