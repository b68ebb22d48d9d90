/**
 * What one WebSocket sends, read at the pace that its payer's budget allows (S12): the time that each piece of it takes is
 * measured and paid for, whatever kind of frames it holds, and while the payer has overdrawn nothing more is read.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { REFUSALS } from '@briefboard/protocol'
import type { Payer } from './payer.ts'
import { Unfinished } from './unfinished.ts'

/** What the system does for a piece before it comes here. */
const PIECE_MS = 0.02
/** A line that is given up has so long to say goodbye. */
const LAST_WORDS_MS = 2000

/** Of one message: `ws` keeps each by itself until the last has come, however small it is. Browsers send some hundred at most. */
export const MOST_FRAGMENTS = 1000

export interface ReadingOptions {
  ws: WebSocket
  socket: Duplex
  payer: Payer
  onThrottled: () => void
}

export class Reading {
  readonly payer: Payer
  readonly #ws: WebSocket
  readonly #onThrottled: () => void
  #holds = 0
  /** Since the piece came that is being taken apart. */
  #charged = 0
  #isWaiting = false
  #isGivenUp = false

  /** The WebSocket must not answer pings by itself, and have its socket already. */
  constructor({ ws, socket, payer, onThrottled }: ReadingOptions) {
    this.payer = payer
    this.#ws = ws
    this.#onThrottled = onThrottled
    const unfinished = new Unfinished(ws, payer)
    let begun = 0
    // Before and after the listener by which `ws` takes the piece apart and tells of all that is in it.
    socket.prependListener('data', (piece: Buffer) => {
      unfinished.add(piece.byteLength)
      begun = performance.now()
      this.#charged = 0
    })
    socket.on('data', () => {
      this.charge(performance.now() - begun - this.#charged + PIECE_MS)
      if (unfinished.isTooMuch) this.#giveUp()
    })
    answerPings(ws)
  }

  /** Reads nothing until the function that this gives is called. There may be several reasons at a time. */
  hold(): () => void {
    if (this.#holds++ === 0) this.#ws.pause()
    return () => {
      if (--this.#holds === 0) this.#ws.resume()
    }
  }

  /** What has come of the message goes with the line. */
  #giveUp(): void {
    if (this.#isGivenUp) return
    this.#isGivenUp = true
    this.hold()
    this.#onThrottled()
    this.#ws.close(REFUSALS['slow-down'].close, 'Too much has begun to come and does not end.')
    setTimeout(() => this.#ws.terminate(), LAST_WORDS_MS).unref()
  }

  /** Takes it out of the payer's budget, and reads nothing until it is the payer's turn again. */
  charge(ms: number): void {
    this.#charged += ms
    this.payer.spend(ms)
    if (!this.payer.mustWait || this.#isWaiting) return
    this.#isWaiting = true
    if (this.payer.isOverdrawn) this.#onThrottled()
    const release = this.hold()
    void this.payer.turn().then(() => {
      this.#isWaiting = false
      release()
    })
  }
}

/** Of the pings that come together, the last is answered for all (RFC 6455, 5.5.3). */
function answerPings(ws: WebSocket): void {
  let last: Buffer | null = null
  const answer = (): void => {
    if (last !== null && ws.readyState === ws.OPEN) ws.pong(last)
    last = null
  }
  ws.on('ping', (data: Buffer) => {
    if (last === null) setImmediate(answer)
    last = data
  })
}
