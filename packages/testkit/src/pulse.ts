/**
 * Measures how long a server does not answer: pings from a thread of its own. Taken off is what is not the server's doing:
 * the pinging thread's own pauses, and the time in which the server was ready to run while other programs had the processors.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface Pulse {
  /** The longest time without an answer since the last call, in ms. */
  longestGapMs(): Promise<number>
  /** How long each answer took since the last call, in ms. */
  waits(): Promise<number[]>
  stop(): Promise<void>
}

export interface PulseTarget {
  /** The WebSocket's address, with ws:. */
  address: string
  token: string
  /** The server's process. */
  pid: number
}

interface Pulsed {
  server: { url: string; pid: number }
  room: string
  token: string
}

/** Resolves when the pinging client is connected. */
export async function startPulse({ server, room, token }: Pulsed): Promise<Pulse> {
  const target: PulseTarget = { address: `${server.url.replace(/^http/, 'ws')}/sync/${room}`, token, pid: server.pid }
  const worker = new Worker(new URL('./pulse-thread.ts', import.meta.url), { workerData: target })
  await once(worker, 'message')
  const waits = async (): Promise<number[]> => {
    worker.postMessage('report')
    const [told]: unknown[] = await once(worker, 'message')
    // What the thread sends.
    return told as number[]
  }
  return {
    longestGapMs: async () => Math.max(0, ...(await waits())),
    waits,
    stop: async () => void (await worker.terminate()),
  }
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of) / 100))] ?? 0
}
