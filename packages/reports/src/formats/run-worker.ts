/**
 * Reads a report in a thread of its own, with bounds on time and memory: a large or hostile file holds up nobody else
 * and takes nothing down with it.
 */
import { Worker } from 'node:worker_threads'
import type { ReadReport } from '../model.ts'
import type { Hints } from '../read-source.ts'
import type { Limits } from './limits.ts'
import { unreadable, UnreadableDocument, type UnreadableMessage } from './unreadable.ts'

export type WorkerAnswer = { kind: 'read'; report: ReadReport } | { kind: 'failed'; error: UnreadableMessage }

export interface WorkerInput {
  bytes: Uint8Array
  name: string
  hints: Hints
  limits: Partial<Limits>
}

export interface WorkerOptions {
  /** Aborting it stops the thread; the promise rejects with its reason. */
  signal?: AbortSignal | undefined
  limits?: Partial<Limits>
  timeLimitMs?: number
  /** For the thread's objects, and once more for its buffers. */
  memoryLimitMegabytes?: number
  entry?: URL
}

const WORKER = new URL('./worker.ts', import.meta.url)
const TIME_LIMIT_MS = 60_000
const MEMORY_LIMIT_MEGABYTES = 512
const YOUNG_MEGABYTES = 64
/** Fast enough to catch a buffer that grows by a gigabyte a second within a fifth of the limit. */
const WATCH_EVERY_MS = 100
const MEGABYTE = 1024 * 1024

/** @throws UnreadableDocument, as readReport does, and if the thread took too long or too much memory */
export async function readReportInWorker(
  bytes: Uint8Array,
  name: string,
  hints: Hints = {},
  options: WorkerOptions = {},
): Promise<ReadReport> {
  const { signal, limits = {}, timeLimitMs = TIME_LIMIT_MS, entry = WORKER } = options
  const { memoryLimitMegabytes = MEMORY_LIMIT_MEGABYTES } = options
  signal?.throwIfAborted()
  const workerData: WorkerInput = { bytes, name, hints, limits }
  const worker = new Worker(entry, {
    workerData,
    // A test runner's own flags must not reach the thread: it runs the plain source.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryLimitMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  })
  const { promise, resolve, reject } = Promise.withResolvers<ReadReport>()
  listen(worker, name, resolve, reject)
  const timer = setTimeout(() => reject(tookTooLong(name, timeLimitMs)), timeLimitMs)
  const stopWatching = watchBuffers(worker, memoryLimitMegabytes, () => reject(tookTooMuch(name)))
  const abort = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    stopWatching()
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

function listen(
  worker: Worker,
  name: string,
  resolve: (report: ReadReport) => void,
  reject: (error: unknown) => void,
): void {
  worker.on('message', (answer: WorkerAnswer) => {
    if (answer.kind === 'read') resolve(answer.report)
    else if (answer.error.code === 'worker-failed') reject(failed(name, new Error(answer.error.words)))
    else reject(new UnreadableDocument(answer.error.code, answer.error.words))
  })
  worker.on('error', (cause: unknown) => {
    const isOutOfMemory = cause instanceof Error && 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY'
    reject(isOutOfMemory ? tookTooMuch(name, cause) : failed(name, cause))
  })
  worker.on('exit', (code) => reject(failed(name, new Error(`The thread ended early (code ${code}).`))))
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
