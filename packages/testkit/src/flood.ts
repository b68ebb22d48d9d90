/** Clients of one person, or of several, that send as fast as they are read; in a thread of their own. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export interface FloodOrder {
  /** The server's address. */
  url: string
  /** One connection each, or one that is made again and again. */
  tokens: readonly string[]
  /** `frames`: WebSocket frames as they go over the line, masked with zeros; the whole is sent over and over. */
  what:
    | { kind: 'frames'; path: string; frames: Uint8Array }
    | { kind: 'connects'; path: string }
    | { kind: 'requests'; paths: readonly string[] }
}

export interface Flood {
  /** How often something was answered or, where nothing is, how many bytes were taken. */
  stop(): Promise<number>
}

/** Resolves when it has begun. */
export async function startFlood(order: FloodOrder): Promise<Flood> {
  const worker = new Worker(new URL('./flood-thread.ts', import.meta.url), { workerData: order })
  await once(worker, 'message')
  return {
    async stop() {
      worker.postMessage('stop')
      const [taken]: unknown[] = await once(worker, 'message')
      await worker.terminate()
      return Number(taken)
    },
  }
}

/** One frame from a client, whole; masked with zeros, which leaves its bytes as they are. */
export function clientFrame(opcode: number, payload: Uint8Array, isLast = true): Uint8Array {
  const { byteLength } = payload
  const head = [(isLast ? 0x80 : 0) | opcode, 0x80 | (byteLength < 126 ? byteLength : 126)]
  if (byteLength >= 126) head.push(byteLength >> 8, byteLength & 0xff)
  return Buffer.concat([Uint8Array.from([...head, 0, 0, 0, 0]), payload])
}

/** As many of them as fill about 64 KB. */
export function manyFrames(frame: (number: number) => Uint8Array): Uint8Array {
  const frames: Uint8Array[] = []
  for (let bytes = 0; bytes < 64 * 1024; bytes += frames.at(-1)?.byteLength ?? 0) frames.push(frame(frames.length))
  return Buffer.concat(frames)
}
