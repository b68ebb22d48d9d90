/**
 * The relay: forwards what it receives to everybody else in the room, and neither reads nor keeps anything. With
 * `batched` it sends what came in one turn of the event loop as one frame, which is the least that any server must do.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import { BATCH } from '../client/dialects.ts'

const EDIT_HEADER_BYTES = 2
const AWARENESS = 1

interface RelayRoom {
  sockets: Set<WebSocket>
  waiting: Buffer[]
  authors: Set<WebSocket>
}

const isBatched = process.argv.includes('batched')
const rooms = new Map<string, RelayRoom>()
const server = createServer()
const sockets = new WebSocketServer({ server, perMessageDeflate: false })

sockets.on('connection', (socket, request) => {
  const name = request.url ?? '/'
  const room = rooms.get(name) ?? { sockets: new Set(), waiting: [], authors: new Set() }
  rooms.set(name, room)
  room.sockets.add(socket)
  // Without a binary type of another kind, ws gives messages as Buffers.
  socket.on('message', (data: Buffer) => (isBatched && data[0] !== AWARENESS ? gather : forward)(room, socket, data))
  socket.on('close', () => room.sockets.delete(socket))
  socket.on('error', () => socket.terminate())
})

function forward(room: RelayRoom, author: WebSocket, message: Buffer): void {
  for (const socket of room.sockets) if (socket !== author) socket.send(message)
}

function gather(room: RelayRoom, author: WebSocket, message: Buffer): void {
  if (room.waiting.length === 0) setImmediate(() => tell(room))
  room.waiting.push(message)
  room.authors.add(author)
}

/** One frame for all; whoever wrote all of it does not get it. */
function tell(room: RelayRoom): void {
  // An edit's frame is two bytes and then the sized update: what the batch is made of.
  const batch = Buffer.concat([
    Buffer.from([BATCH]),
    ...room.waiting.map((message) => message.subarray(EDIT_HEADER_BYTES)),
  ])
  const [only] = room.authors.size === 1 ? room.authors : []
  for (const socket of room.sockets) if (socket !== only) socket.send(batch)
  room.waiting = []
  room.authors.clear()
}

server.listen(0, '127.0.0.1', () => {
  // A server that listens on TCP has an address of this form.
  console.log(`listening on ${(server.address() as AddressInfo).port}`)
})
