/** Runs in a thread of its own: reads the one report that it was started with. */
import { parentPort, workerData } from 'node:worker_threads'
import { readReport } from './read-report.ts'
import type { WorkerAnswer, WorkerInput } from './run-worker.ts'
import { toMessage } from './unreadable.ts'

if (parentPort === null) throw new Error('This file is started by readReportInWorker, not by itself.')
const port = parentPort
const answer = (message: WorkerAnswer): void => port.postMessage(message)

try {
  // Only readReportInWorker starts this file, and it passes a WorkerInput.
  const { bytes, name, hints, limits } = workerData as WorkerInput
  answer({ kind: 'read', report: await readReport(bytes, name, hints, limits) })
} catch (error) {
  answer({ kind: 'failed', error: toMessage(error) })
}
