/**
 * What goes out to one socket (S9). While a large document is on its way in pieces, everything else waits behind it; a
 * reader that falls too far behind is sent away and comes back for the rest. Frames are shared with other connections,
 * so waiting ones cost their references only.
 */
import { pieceTurn } from './piece-turns.ts'
import type { Line, Wire } from './wire.ts'

/** A reader this far behind is closed. */
export const BEHIND_BYTES = 4 * 1024 * 1024

export class Outbox {
  readonly #line: Line
  readonly #onBehind: () => void
  #waiting: Wire[] | null = null
  #waitingBytes = 0

  constructor(line: Line, onBehind: () => void) {
    this.#line = line
    this.#onBehind = onBehind
  }

  /** Bytes that the reader has not taken yet. */
  get buffered(): number {
    return this.#line.socket.writableLength + this.#waitingBytes
  }

  /** A piece that is on its way does not count: how large it is is not the reader's doing, and what comes after it waits here. */
  get #isBehind(): boolean {
    return (this.#waiting === null ? this.#line.socket.writableLength : this.#waitingBytes) > BEHIND_BYTES
  }

  /** Whether pieces are on their way. */
  get isBusy(): boolean {
    return this.#waiting !== null
  }

  send(wire: Wire): void {
    if (!this.#isOpen()) return
    if (this.#isBehind) return this.#onBehind()
    if (this.#waiting === null) return void this.#line.socket.write(wire)
    this.#waiting.push(wire)
    this.#waitingBytes += wire.byteLength
  }

  /** What is sent from here to `release` goes to the system in one call. */
  hold(): void {
    this.#line.socket.cork()
  }

  release(): void {
    this.#line.socket.uncork()
  }

  /** Sends messages one after the other, each when the one before has left; then what came meanwhile. */
  async sendPieces(pieces: () => Promise<readonly Wire[]>): Promise<void> {
    this.#waiting = []
    for (const piece of await pieces()) {
      await pieceTurn()
      if (!(await this.#sendOne(piece))) break
    }
    const waiting = this.#waiting
    this.#waiting = null
    this.#waitingBytes = 0
    for (const wire of waiting) this.send(wire)
  }

  /** False if the line is closed. */
  #sendOne(wire: Wire): Promise<boolean> {
    if (!this.#isOpen()) return Promise.resolve(false)
    return new Promise((resolve) => this.#line.socket.write(wire, (error) => resolve(!error)))
  }

  /** A closing WebSocket says nothing more but its goodbye. */
  #isOpen(): boolean {
    return this.#line.ws.readyState === this.#line.ws.OPEN && this.#line.socket.writable
  }
}
