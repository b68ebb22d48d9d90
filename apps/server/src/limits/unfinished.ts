/**
 * How much of a message has come on one WebSocket whose end has not: `ws` keeps it until then, and one payer may have many
 * lines. (S12)
 */
import type { WebSocket } from 'ws'
import type { Payer } from './payer.ts'

/** A client's frame of up to 125 bytes has so many more in its head. */
const HEAD_BYTES = 6

export class Unfinished {
  readonly #payer: Payer
  #bytes = 0

  constructor(ws: WebSocket, payer: Payer) {
    this.#payer = payer
    const control = (data: Buffer): void => this.add(-HEAD_BYTES - data.byteLength)
    // Pings and pongs may come within a message, and are no part of it.
    ws.on('ping', control)
    ws.on('pong', control)
    ws.on('message', () => this.add(-this.#bytes))
    ws.on('close', () => this.add(-this.#bytes))
  }

  add(bytes: number): void {
    const change = Math.max(bytes, -this.#bytes)
    this.#bytes += change
    this.#payer.keepsUnfinished(change)
  }

  get isTooMuch(): boolean {
    return this.#bytes > 0 && this.#payer.hasTooMuchUnfinished
  }
}
