/** Measures how long a server does not answer: pings from a thread of its own, whose own pauses are taken off. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface Pulse {
  /** The longest time without an answer since the last call, in ms. */
  longestGapMs(): Promise<number>
  stop(): Promise<void>
}

export interface PulseTarget {
  /** The WebSocket's address, with ws:. */
  address: string
  token: string
}

/** Resolves when the pinging client is connected. */
export async function startPulse({ url, room, token }: { url: string; room: string; token: string }): Promise<Pulse> {
  const target: PulseTarget = { address: `${url.replace(/^http/, 'ws')}/sync/${room}`, token }
  const worker = new Worker(new URL('./pulse-thread.ts', import.meta.url), { workerData: target })
  await once(worker, 'message')
  return {
    async longestGapMs() {
      worker.postMessage('report')
      const [gapMs]: unknown[] = await once(worker, 'message')
      return Number(gapMs)
    },
    stop: async () => void (await worker.terminate()),
  }
}
