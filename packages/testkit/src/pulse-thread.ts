/** The thread behind pulse.ts: one ping after the other, and each wait for a pong is remembered. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import WebSocket from 'ws'
import { putAhead } from './priority.ts'
import type { PulseTarget } from './pulse.ts'

const TICK_MS = 4

putAhead(0)
// Given by startPulse.
const { address, token, pid } = workerData as PulseTarget
const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })
await once(socket, 'open')

/** When the ping was sent that has no answer yet. One at a time: a server may cut those who send many. */
let sentAt: number | null = null
/** How long this thread itself has stood still since then. */
let stoodMs = 0
/** How long the server had waited for a processor by then, in ms. */
let serverWaitedMs = 0
let lastTick = performance.now()
let waits: number[] = []

setInterval(() => {
  stoodMs += standing()
  lastTick = performance.now()
  if (sentAt !== null) return
  serverWaitedMs = waitOfServerMs()
  sentAt = performance.now()
  stoodMs = 0
  socket.ping()
}, TICK_MS)

socket.on('pong', () => {
  note()
  sentAt = null
})
socket.on('close', () => {
  // Whoever asks from now on hears that the server answers nobody.
  waits.push(Infinity)
})

parentPort?.on('message', () => {
  note()
  parentPort?.postMessage(waits)
  waits = []
})
parentPort?.postMessage('connected')

function note(): void {
  if (sentAt === null) return
  const waited = performance.now() - sentAt - stoodMs - standing()
  waits.push(Math.max(0, waited - (waitOfServerMs() - serverWaitedMs)))
}

/** How long the server's main thread has been ready to run without a processor, by the kernel's scheduler, in ms. */
function waitOfServerMs(): number {
  try {
    const [, waitedNs] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
    return Number(waitedNs) / 1e6
  } catch {
    // It has ended, or this is another system: nothing is taken off.
    return serverWaitedMs
  }
}

function standing(): number {
  return Math.max(0, performance.now() - lastTick - 2 * TICK_MS)
}
