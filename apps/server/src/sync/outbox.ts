/**
 * What goes out to one socket (S9). While a large document is on its way in pieces, everything else waits behind it; a
 * reader that falls too far behind is sent away and comes back for the rest. Frames are shared with other connections,
 * so waiting ones cost their references only.
 */
import type { WebSocket } from 'ws'

/** A reader this far behind is closed. */
export const BEHIND_BYTES = 4 * 1024 * 1024

export class Outbox {
  readonly #socket: WebSocket
  readonly #onBehind: () => void
  #waiting: Uint8Array[] | null = null
  #waitingBytes = 0

  constructor(socket: WebSocket, onBehind: () => void) {
    this.#socket = socket
    this.#onBehind = onBehind
  }

  /** Bytes that the reader has not taken yet. */
  get buffered(): number {
    return this.#socket.bufferedAmount + this.#waitingBytes
  }

  /** Whether pieces are on their way. */
  get isBusy(): boolean {
    return this.#waiting !== null
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.buffered > BEHIND_BYTES) return this.#onBehind()
    if (this.#waiting === null) return this.#socket.send(frame)
    this.#waiting.push(frame)
    this.#waitingBytes += frame.byteLength
  }

  /** Sends frames one after the other, each when the one before has left; then what came meanwhile. */
  async sendPieces(pieces: () => Promise<readonly Uint8Array[]>): Promise<void> {
    this.#waiting = []
    for (const piece of await pieces()) if (!(await this.#sendOne(piece))) break
    const waiting = this.#waiting
    this.#waiting = null
    this.#waitingBytes = 0
    for (const frame of waiting) this.send(frame)
  }

  /** False if the socket is closed. */
  #sendOne(frame: Uint8Array): Promise<boolean> {
    if (this.#socket.readyState !== this.#socket.OPEN) return Promise.resolve(false)
    return new Promise((resolve) => this.#socket.send(frame, (error) => resolve(error === undefined || error === null)))
  }
}
