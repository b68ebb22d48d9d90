/** Builds a pack in a worker thread of its own, so that typesetting never holds up the edits of others. */
import { Worker } from 'node:worker_threads'
import { errorFromMessage, PackError, type PackErrorMessage } from './errors.ts'
import type { BuiltPack, PackInput, PackProgressReport, ReportProgress } from './pack.ts'

export type WorkerMessage =
  | { kind: 'progress'; progress: PackProgressReport }
  | { kind: 'built'; pack: BuiltPack }
  | { kind: 'failed'; error: PackErrorMessage }

const WORKER = new URL('./worker.ts', import.meta.url)

/**
 * Rejects with the PackError that buildPack throws, and with `worker-failed` if the thread crashes or is stopped.
 * Aborting the signal stops the thread. Other builds are not touched: each has its own thread.
 */
export async function buildPackInWorker(
  input: PackInput,
  onProgress: ReportProgress = () => {},
  { signal, entry = WORKER }: { signal?: AbortSignal | undefined; entry?: URL } = {},
): Promise<BuiltPack> {
  signal?.throwIfAborted()
  // A test runner's own flags must not reach the thread: it runs the plain source.
  const worker = new Worker(entry, { workerData: input, execArgv: [] })
  const stop = (): void => void worker.terminate()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await resultOf(worker, onProgress)
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function resultOf(worker: Worker, onProgress: ReportProgress): Promise<BuiltPack> {
  const { promise, resolve, reject } = Promise.withResolvers<BuiltPack>()
  worker.on('message', (message: WorkerMessage) => {
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
  worker.on('error', (cause: unknown) =>
    reject(new PackError('worker-failed', 'The pack’s thread crashed.', { cause })),
  )
  worker.on('exit', (code) => reject(new PackError('worker-failed', `The pack’s thread ended early (code ${code}).`)))
  return promise
}
