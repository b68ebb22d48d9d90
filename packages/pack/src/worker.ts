/** Runs in a thread of its own: builds the one pack that it was started with, and tells how it goes. */
import { parentPort, workerData } from 'node:worker_threads'
import { buildPack } from './build.ts'
import { errorToMessage } from './errors.ts'
import type { PackInput } from './pack.ts'
import type { WorkerMessage } from './run-worker.ts'

if (parentPort === null) throw new Error('This file is started by buildPackInWorker, not by itself.')
const port = parentPort
const tell = (message: WorkerMessage): void => port.postMessage(message)

try {
  // Only buildPackInWorker starts this file, and it passes a PackInput.
  const pack = buildPack(workerData as PackInput, (progress) => tell({ kind: 'progress', progress }))
  tell({ kind: 'built', pack })
} catch (error) {
  tell({ kind: 'failed', error: errorToMessage(error) })
}
