/** Builds a pack in a process of its own: typesetting holds up nobody's edits, and what it takes is bounded and given back. */
import { fork, type ChildProcess } from 'node:child_process'
import { errorFromMessage, PackError, tookTooLong, tookTooMuchMemory, type PackErrorMessage } from './errors.ts'
import type { BuiltPack, PackProgressReport, ReportProgress } from './pack.ts'

export type BuildMessage =
  | { kind: 'progress'; progress: PackProgressReport }
  | { kind: 'built'; pack: BuiltPack }
  | { kind: 'failed'; error: PackErrorMessage }

export interface BuildOrder {
  /** As `freezeSteps` gave it. */
  frozen: Uint8Array
  memoryMegabytes: number
}

export interface BuildBounds {
  /** By the clock. */
  timeLimitMs?: number
  /** Of the whole process, the typesetter's own memory included. */
  memoryLimitMegabytes?: number
}

export interface BuildOptions extends BuildBounds {
  /** Aborting it stops the process. */
  signal?: AbortSignal | undefined
  entry?: URL | string
}

const BUILD = new URL('./build-process.ts', import.meta.url)
/** A board of twenty cards takes 3 s and 250 MB, a text of 100,000 words 10 s and 600 MB. */
export const TIME_LIMIT_MS = 120_000
export const MEMORY_LIMIT_MEGABYTES = 768
/** A crash may say a lot; its end says why. */
const WORDS_KEPT = 4000

/**
 * Rejects with the PackError that buildPack throws, with `took-too-long` and `took-too-much-memory`, and with
 * `worker-failed` if the process crashes or is stopped. Other builds are not touched.
 */
export async function buildPackInProcess(
  frozen: Uint8Array,
  onProgress: ReportProgress = () => {},
  {
    timeLimitMs = TIME_LIMIT_MS,
    memoryLimitMegabytes = MEMORY_LIMIT_MEGABYTES,
    signal,
    entry = BUILD,
  }: BuildOptions = {},
): Promise<BuiltPack> {
  signal?.throwIfAborted()
  const child = fork(entry, {
    serialization: 'advanced',
    // Neither a test runner's flags nor the server's secrets belong there: it runs the plain source on its input alone.
    execArgv: [`--max-old-space-size=${memoryLimitMegabytes}`],
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const { promise, resolve, reject } = Promise.withResolvers<BuiltPack>()
  settle(child, onProgress, resolve, reject, memoryLimitMegabytes)
  const stop = (): void => reject(new PackError('worker-failed', 'The pack’s process was stopped.'))
  signal?.addEventListener('abort', stop, { once: true })
  const timer = setTimeout(() => reject(tookTooLong(timeLimitMs)), timeLimitMs)
  const order: BuildOrder = { frozen, memoryMegabytes: memoryLimitMegabytes }
  // A process that could not be started says so by its events.
  child.send(order, () => undefined)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
    child.kill('SIGKILL')
  }
}

function settle(
  child: ChildProcess,
  onProgress: ReportProgress,
  resolve: (pack: BuiltPack) => void,
  reject: (error: PackError) => void,
  memoryLimitMegabytes: number,
): void {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-WORDS_KEPT)))
  child.on('message', (message: BuildMessage) => {
    switch (message.kind) {
      case 'progress':
        return onProgress(message.progress)
      case 'built':
        return resolve(message.pack)
      case 'failed':
        return reject(errorFromMessage(message.error))
      default:
        return message satisfies never
    }
  })
  const crashed = (words: string, cause: unknown): PackError => new PackError('worker-failed', words, { cause })
  child.on('error', (cause) => reject(crashed('The pack’s process crashed.', cause)))
  // Its guard, the system, or V8 for want of memory: nobody else ends it by these signals before it has answered.
  child.on('close', (code, by) =>
    reject(
      by === 'SIGKILL' || by === 'SIGABRT' || by === 'SIGTRAP'
        ? tookTooMuchMemory(memoryLimitMegabytes, new Error(said))
        : crashed(`The pack’s process ended early (${by ?? `code ${code}`}).`, new Error(said)),
    ),
  )
}
