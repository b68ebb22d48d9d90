/**
 * The connections of a room, and who hears first (S11): those who write hear every turn at once; those who only watch
 * hear in rounds, a few at a time, so that five hundred of them do not hold up an edit. What comes in during a round
 * goes out together in the next.
 */
import { PIECE_BYTES } from '@briefboard/library'
import { joinUpdates, type Scan } from '@briefboard/protocol'
import type { Connection } from './connection.ts'
import { encodeUpdate } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/** An update that is stored now, and which connection of this node brought it. */
export interface Told {
  scan: Scan
  from: Connection | null
}

/** So many are sent to before others have their turn. */
const ROUND_STEP = 64

export class Audience {
  readonly #writing = new Set<Connection>()
  readonly #watching = new Set<Connection>()
  /** What the watching have not heard yet. */
  #forWatching: Scan[] = []
  #isRoundOn = false

  get size(): number {
    return this.#writing.size + this.#watching.size
  }

  *[Symbol.iterator](): Generator<Connection> {
    yield* this.#writing
    yield* this.#watching
  }

  add(connection: Connection): void {
    this.#watching.add(connection)
  }

  /** It writes, and so is among those who hear at once; what waits for the next round it hears now. */
  writes(connection: Connection): void {
    if (!this.#watching.delete(connection)) return
    this.#writing.add(connection)
    if (this.#forWatching.length > 0) sendAll(connection, framesOf(this.#forWatching))
  }

  delete(connection: Connection): void {
    this.#writing.delete(connection)
    this.#watching.delete(connection)
  }

  /** Updates in the order of the log. Whoever is the only author among them hears nothing. Gives the frames. */
  tell(told: readonly Told[]): Wire[] {
    const scans = told.map(({ scan }) => scan)
    const frames = framesOf(scans)
    const first = told[0]?.from ?? null
    const soleAuthor = told.every(({ from }) => from === first) ? first : null
    for (const connection of this.#writing) if (connection !== soleAuthor) sendAll(connection, frames)
    if (this.#watching.size === 0) return frames
    if (this.#isRoundOn) for (const scan of scans) this.#forWatching.push(scan)
    else this.#startRound(frames)
    return frames
  }

  /** Presence and the like: to the writing at once, to the watching a few at a time. */
  tellFrame(frame: Uint8Array): void {
    const wire = toWire(frame)
    for (const connection of this.#writing) connection.sendWire(wire)
    this.#inSteps([...this.#watching], (connection) => connection.sendWire(wire))
  }

  #startRound(frames: readonly Wire[]): void {
    this.#isRoundOn = true
    this.#inSteps(
      [...this.#watching],
      (connection) => sendAll(connection, frames),
      () => this.#endRound(),
    )
  }

  #endRound(): void {
    this.#isRoundOn = false
    if (this.#forWatching.length === 0) return
    const scans = this.#forWatching
    this.#forWatching = []
    this.#startRound(framesOf(scans))
  }

  /** The first few at once: in a small room nobody waits. Whoever has begun to write meanwhile is still served here. */
  #inSteps(all: readonly Connection[], serve: (connection: Connection) => void, onEnd?: () => void, from = 0): void {
    for (const connection of all.slice(from, from + ROUND_STEP)) serve(connection)
    if (from + ROUND_STEP >= all.length) return onEnd?.()
    setImmediate(() => this.#inSteps(all, serve, onEnd, from + ROUND_STEP))
  }
}

const framesOf = (scans: readonly Scan[]): Wire[] =>
  joinUpdates(scans, PIECE_BYTES).map((update) => toWire(encodeUpdate(update)))

function sendAll(connection: Connection, frames: readonly Wire[]): void {
  for (const frame of frames) connection.sendWire(frame)
}
