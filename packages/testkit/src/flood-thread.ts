/** The thread behind flood.ts: plain sockets, written to whenever they take more; what comes back is read and thrown away. */
import { Agent, get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'
import type { FloodOrder } from './flood.ts'

// Given by startFlood.
const { url, tokens, what } = workerData as FloodOrder
const { hostname, port, host } = new URL(url)
let taken = 0
let isOver = false

parentPort?.on('message', () => {
  isOver = true
  parentPort?.postMessage(taken)
})
for (const token of tokens) begin(token)
parentPort?.postMessage('begun')

function begin(token: string): void {
  if (isOver) return
  switch (what.kind) {
    case 'frames':
      return sendFrames(token, what.path, what.frames)
    case 'connects':
      return connectAgain(token, what.path)
    case 'requests':
      return ask(token, what.paths, new Agent({ keepAlive: true }))
    default:
      return what satisfies never
  }
}

function upgraded(token: string, path: string, onOpen: (socket: Socket) => void): Socket {
  const socket = connect(Number(port), hostname)
  socket.on('error', () => socket.destroy())
  socket.once('data', () => onOpen(socket))
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  )
  return socket
}

function sendFrames(token: string, path: string, frames: Uint8Array): void {
  const socket = upgraded(token, path, () => {
    socket.resume()
    const go = (): void => {
      while (!isOver && socket.write(frames)) taken += frames.byteLength
    }
    socket.on('drain', () => {
      taken += frames.byteLength
      go()
    })
    go()
  })
  // Who is sent away comes again.
  socket.on('close', () => begin(token))
}

function connectAgain(token: string, path: string): void {
  const socket = upgraded(token, path, () => {
    taken++
    socket.destroy()
  })
  socket.on('close', () => begin(token))
}

function ask(token: string, paths: readonly string[], agent: Agent): void {
  const path = paths[taken % paths.length] ?? '/'
  const again = (): void => {
    taken++
    if (!isOver) ask(token, paths, agent)
  }
  const request = get({ hostname, port, path, agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
    response.resume()
    response.on('end', again)
  })
  request.on('error', again)
}
