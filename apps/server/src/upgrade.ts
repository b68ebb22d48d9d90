/** The sole owner of the server's 'upgrade' event: /sync/<room> and /socket.io go on, everything else is refused. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal, type Person } from '@briefboard/protocol'
import { StoreUnavailable } from '@briefboard/store'
import { WebSocketServer, type WebSocket } from 'ws'
import { closeReason, FRAME_BYTES } from './sync/connection.ts'
import type { Rooms } from './sync/rooms.ts'

/** Above this a frame is not even read; the connection ends. Up to it, an edit that is too large is refused in words. */
const MOST_BYTES = 4 * FRAME_BYTES

const SYNC_PATH = /^\/sync\/([^?]+)/

export interface UpgradeOptions {
  server: Server
  rooms: Rooms
  identify: (request: IncomingMessage) => Promise<Person | null>
  isFromHome: (request: IncomingMessage) => boolean
  /** Socket.IO takes its own path from here. */
  live: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  onFault: (error: unknown) => void
}

export function ownUpgrades({ server, rooms, identify, isFromHome, live, onFault }: UpgradeOptions): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = request.url ?? '/'
    const sync = SYNC_PATH.exec(url)
    if (sync === null && !url.startsWith('/socket.io/')) return refuseUpgrade(socket, '404 Not Found')
    if (!isFromHome(request)) return refuseUpgrade(socket, '403 Forbidden')
    if (sync === null) return live(request, socket, head)
    const room = decodeRoom(sync[1] ?? '')
    // The socket is opened even for a refusal: only then does the client see why, and whether to come again.
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      admit(ws, room, request).catch((error: unknown) => turnAway(ws, error, onFault))
    })
  })

  const admit = async (ws: WebSocket, room: string, request: IncomingMessage): Promise<void> => {
    const early = holdMessages(ws)
    const person = await identify(request)
    if (person === null) throw new Refusal('sign-in-needed')
    await rooms.join(ws, room, person)
    early.release()
  }
}

/** A client speaks as soon as the socket is open; what it says while we look it up is kept, up to a frame's worth each. */
function holdMessages(ws: WebSocket): { release: () => void } {
  ws.pause()
  return { release: () => ws.resume() }
}

function turnAway(ws: WebSocket, error: unknown, onFault: (error: unknown) => void): void {
  ws.resume()
  const refusal = error instanceof StoreUnavailable ? new Refusal('store-away') : error
  if (refusal instanceof Refusal) return ws.close(refusal.close, closeReason(refusal.code))
  onFault(error)
  ws.close(1011, 'Something went wrong here. Your edits are on this device; try again.')
}

function decodeRoom(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
