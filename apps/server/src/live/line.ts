/** Socket.IO's WebSockets, read at the pace of who has opened them. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws'
import type { Payer } from '../limits/payer.ts'
import { MOST_FRAGMENTS, Reading } from '../limits/reading.ts'

/** What Engine.IO and Socket.IO do for a packet, whatever it is, in ms. */
const PACKET_MS = 0.05

export interface LineOptions {
  payerOf: (request: IncomingMessage) => Payer
  onThrottled: () => void
}

/** The class that Engine.IO is to make its WebSockets with. */
export function pacedSockets({ payerOf, onThrottled }: LineOptions) {
  return class extends WebSocketServer {
    constructor(options: ServerOptions) {
      // One packet a turn, however many come together: others are served in between.
      super({ ...options, autoPong: false, allowSynchronousEvents: false, maxFragments: MOST_FRAGMENTS })
    }

    override handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      take: (ws: WebSocket, request: IncomingMessage) => void,
    ): void {
      super.handleUpgrade(request, socket, head, (ws, upgraded) => {
        const reading = new Reading({ ws, socket, payer: payerOf(request), onThrottled })
        ws.on('message', () => reading.charge(PACKET_MS))
        take(ws, upgraded)
      })
    }
  }
}
