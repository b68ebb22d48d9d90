/** Runs in a thread beside a build: ends the process when it takes too much memory, or when nobody is left to want the pack. */
import { parentPort, workerData } from 'node:worker_threads'

export interface GuardLimits {
  /** Of the whole process, as the system counts it. */
  memoryMegabytes: number
  /** The process that asked for the pack. */
  parent: number
}

/** A build grows by less than a tenth of its limit meanwhile. */
const LOOK_EVERY_MS = 50

// Only build-process.ts starts this file.
const { memoryMegabytes, parent } = workerData as GuardLimits

setInterval(() => {
  const isTooLarge = process.memoryUsage.rss() > memoryMegabytes * 1024 * 1024
  if (isTooLarge || process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, LOOK_EVERY_MS)
parentPort?.postMessage('watching')
