/** The thread behind pulse.ts: pings every few milliseconds, and remembers the longest wait for a pong. */
import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import WebSocket from 'ws'
import type { PulseTarget } from './pulse.ts'

const PING_EVERY_MS = 4

// Given by startPulse.
const { address, token } = workerData as PulseTarget
const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })
await once(socket, 'open')

/** When the pings were sent that have no answer yet, and how long this thread itself has stood still since. */
const unanswered: { at: number; stood: number }[] = []
let longest = 0
let stood = 0
let lastTick = performance.now()

setInterval(() => {
  const now = performance.now()
  stood += Math.max(0, now - lastTick - PING_EVERY_MS)
  lastTick = now
  unanswered.push({ at: now, stood })
  socket.ping()
}, PING_EVERY_MS)

socket.on('pong', () => {
  const sent = unanswered.shift()
  if (sent !== undefined) note(sent)
})
socket.on('close', () => {
  // Whoever asks from now on hears that the server answers nobody.
  longest = Infinity
})

parentPort?.on('message', () => {
  const oldest = unanswered[0]
  if (oldest !== undefined) note(oldest)
  parentPort?.postMessage(longest)
  longest = 0
})
parentPort?.postMessage('connected')

function note(sent: { at: number; stood: number }): void {
  const now = performance.now()
  const standing = stood - sent.stood + Math.max(0, now - lastTick - PING_EVERY_MS)
  longest = Math.max(longest, now - sent.at - standing)
}
