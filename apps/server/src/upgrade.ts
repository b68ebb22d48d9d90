/** The sole owner of the server's 'upgrade' event: /sync/<room> and /socket.io go on, everything else is refused. */
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Refusal } from '@briefboard/protocol'
import { StoreUnavailable } from '@briefboard/store'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Access } from './access/identity.ts'
import type { Payer } from './limits/payer.ts'
import { MOST_FRAGMENTS, Reading } from './limits/reading.ts'
import { Turns } from './limits/turns.ts'
import type { Metrics } from './metrics.ts'
import { closeReason } from './sync/connection.ts'
import type { Claims, Rooms } from './sync/rooms.ts'
import type { Line } from './sync/wire.ts'

/** A frame of more than so many edits is not even read; the connection ends. Up to it, too large is refused in words. */
const MOST_EDITS = 4

const SYNC_PATH = /^\/sync\/([^?]+)/

/** So many upgrades of one person are worked on at once, and so many may wait. */
const TURNS = { atOnce: 4, mostWaiting: 500 }
/** What making and ending a connection costs beside its frames, in ms. */
const UPGRADE_MS = 1

export interface UpgradeOptions {
  server: Server
  rooms: Rooms
  /** Of one edit, in bytes. */
  editBytes: number
  identify: (request: IncomingMessage) => Promise<Access | null>
  /** Who pays for what the request asks. */
  payerOf: (request: IncomingMessage, access: Access | null) => Payer
  isFromHome: (request: IncomingMessage) => boolean
  isStopping: () => boolean
  /** Socket.IO takes its own path from here. */
  live: (request: IncomingMessage, socket: Duplex, head: Buffer, payer: Payer) => void
  metrics: Pick<Metrics, 'refused' | 'throttled'>
  onFault: (error: unknown) => void
}

/** Who asks, or why that cannot be known now. */
type Asking = { access: Access | null } | { failed: unknown }

export function ownUpgrades(options: UpgradeOptions): void {
  const { server, rooms, editBytes, identify, payerOf, isFromHome, isStopping, live, metrics, onFault } = options
  const sockets = new WebSocketServer({
    ...{ noServer: true, maxPayload: MOST_EDITS * editBytes, autoPong: false },
    maxFragments: MOST_FRAGMENTS,
  })
  const turns = new Turns(TURNS)
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    receive(request, socket, head).catch((error: unknown) => {
      onFault(error)
      refuseUpgrade(socket, '500 Internal Server Error')
    })
  })

  const receive = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const url = request.url ?? '/'
    const sync = SYNC_PATH.exec(url)
    if (sync === null && !url.startsWith('/socket.io/')) return refuseUpgrade(socket, '404 Not Found')
    // Clients come again by themselves; the load balancer knows of another node by then. (S14)
    if (isStopping()) return refuseUpgrade(socket, '503 Service Unavailable')
    if (!isFromHome(request)) return refuseUpgrade(socket, '403 Forbidden')
    const asking = await identify(request).then(
      (access): Asking => ({ access }),
      (failed: unknown): Asking => ({ failed }),
    )
    const payer = payerOf(request, 'access' in asking ? asking.access : null)
    if (payer.isOverdrawn) metrics.throttled('connections')
    const turn = turns.enter(payer)
    if (turn === null) return refuseUpgrade(socket, '429 Too Many Requests')
    const done = await turn
    const begun = performance.now()
    try {
      if (sync === null) live(request, socket, head, payer)
      else openSync(request, socket, head, { payer, asking, room: decodeRoom(sync[1] ?? '') })
    } finally {
      done(UPGRADE_MS + performance.now() - begun)
    }
  }

  // The socket is opened even for a refusal: only then does the client see why, and whether to come again.
  const openSync = (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { payer, asking, room }: { payer: Payer; asking: Asking; room: string },
  ): void =>
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => ws.terminate())
      const reading = new Reading({ ws, socket, payer, onThrottled: () => metrics.throttled('frames') })
      admit({ ws, socket, reading }, room, request, asking).catch((error: unknown) => turnAway(ws, error))
    })

  const admit = async (line: Line, room: string, request: IncomingMessage, asking: Asking): Promise<void> => {
    // A client speaks as soon as the socket is open; what it says while the room is opened is kept, up to a frame's worth.
    const release = line.reading.hold()
    try {
      if ('failed' in asking) throw asking.failed
      if (asking.access === null) throw new Refusal('sign-in-needed')
      await rooms.join(line, room, asking.access, claimsIn(request.url ?? ''))
    } finally {
      release()
    }
  }

  const turnAway = (ws: WebSocket, error: unknown): void => {
    const refusal = error instanceof StoreUnavailable ? new Refusal('store-away') : error
    if (refusal instanceof Refusal) {
      metrics.refused(refusal.code)
      return ws.close(refusal.close, closeReason(refusal.code))
    }
    onFault(error)
    ws.close(1011, 'Something went wrong here. Your edits are on this device; try again.')
  }
}

/** What the client says of itself in its address. (S8) */
function claimsIn(url: string): Claims {
  const said = new URLSearchParams(url.split('?', 2)[1] ?? '')
  const schema = Number(said.get('schema'))
  return { epoch: said.get('epoch') || null, schema: Number.isSafeInteger(schema) && schema > 0 ? schema : 1 }
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
