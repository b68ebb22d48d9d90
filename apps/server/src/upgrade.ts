/** The sole owner of the server's 'upgrade' event: /sync/<room> and /socket.io go on, everything else is refused. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal } from '@briefboard/protocol'
import { StoreUnavailable } from '@briefboard/store'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Access } from './access/identity.ts'
import type { Metrics } from './metrics.ts'
import { closeReason } from './sync/connection.ts'
import type { Rooms } from './sync/rooms.ts'
import type { Line } from './sync/wire.ts'

/** A frame of more than so many edits is not even read; the connection ends. Up to it, too large is refused in words. */
const MOST_EDITS = 4

const SYNC_PATH = /^\/sync\/([^?]+)/

export interface UpgradeOptions {
  server: Server
  rooms: Rooms
  /** Of one edit, in bytes. */
  editBytes: number
  identify: (request: IncomingMessage) => Promise<Access | null>
  isFromHome: (request: IncomingMessage) => boolean
  isStopping: () => boolean
  /** Socket.IO takes its own path from here. */
  live: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  metrics: Pick<Metrics, 'refused'>
  onFault: (error: unknown) => void
}

export function ownUpgrades(options: UpgradeOptions): void {
  const { server, rooms, editBytes, identify, isFromHome, isStopping, live, metrics, onFault } = options
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_EDITS * editBytes })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = request.url ?? '/'
    const sync = SYNC_PATH.exec(url)
    if (sync === null && !url.startsWith('/socket.io/')) return refuseUpgrade(socket, '404 Not Found')
    // Clients come again by themselves; the load balancer knows of another node by then. (S14)
    if (isStopping()) return refuseUpgrade(socket, '503 Service Unavailable')
    if (!isFromHome(request)) return refuseUpgrade(socket, '403 Forbidden')
    if (sync === null) return live(request, socket, head)
    const room = decodeRoom(sync[1] ?? '')
    // The socket is opened even for a refusal: only then does the client see why, and whether to come again.
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      admit({ ws, socket }, room, request).catch((error: unknown) => turnAway(ws, error))
    })
  })

  const admit = async (line: Line, room: string, request: IncomingMessage): Promise<void> => {
    const early = holdMessages(line.ws)
    const access = await identify(request)
    if (access === null) throw new Refusal('sign-in-needed')
    await rooms.join(line, room, access, epochIn(request.url ?? ''))
    early.release()
  }

  const turnAway = (ws: WebSocket, error: unknown): void => {
    ws.resume()
    const refusal = error instanceof StoreUnavailable ? new Refusal('store-away') : error
    if (refusal instanceof Refusal) {
      metrics.refused(refusal.code)
      return ws.close(refusal.close, closeReason(refusal.code))
    }
    onFault(error)
    ws.close(1011, 'Something went wrong here. Your edits are on this device; try again.')
  }
}

/** A client speaks as soon as the socket is open; what it says while we look it up is kept, up to a frame's worth each. */
function holdMessages(ws: WebSocket): { release: () => void } {
  ws.pause()
  return { release: () => ws.resume() }
}

/** The history that the client's copy belongs to; null if it has none. (S8) */
function epochIn(url: string): string | null {
  return new URLSearchParams(url.split('?', 2)[1] ?? '').get('epoch') || null
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
