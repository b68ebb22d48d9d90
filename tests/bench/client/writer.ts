/** A client that types: one letter an update, each with its time, and a mark behind it where the server answers marks. */
import { BINARY, frame } from './raw-socket.ts'
import type { Participant, Seat } from './participant.ts'
import { typedLetter } from './typing.ts'

/** More letters than can be on their way at once. */
const REMEMBERED = 1 << 16

export class Writer {
  /** Its Yjs client id. */
  readonly client = 1 + Math.floor(Math.random() * 0xffff_fffe)
  /** In a closed loop: how many letters may be on their way. 0: it is not in one. */
  window = 0
  /** In a closed loop: who must have received a letter before the next one is sent. */
  watchedBy: Participant | null = null
  confirmed = 0
  readonly #seat: Seat
  readonly #write: (frames: Buffer) => void
  readonly #times = new Float64Array(REMEMBERED)
  #clock = 0
  #saved = 0

  constructor(seat: Seat, write: (frames: Buffer) => void) {
    this.#seat = seat
    this.#write = write
  }

  /** How many letters it has sent. */
  get sent(): number {
    return this.#clock
  }

  /** When a letter was sent, by performance.now(). */
  sentAt(clock: number): number {
    return this.#times[clock % REMEMBERED] ?? 0
  }

  type(): void {
    this.#write(this.#next())
  }

  /** Sends as many letters as have been received, each in a write of its own, as each keystroke is. */
  topUp(): void {
    while (this.#clock - this.confirmed < this.window) this.type()
  }

  #next(): Buffer {
    const { server, room, tally } = this.#seat
    const clock = this.#clock++
    const edit = frame(server.dialect.edit(room, typedLetter(this.client, clock)), BINARY)
    this.#times[clock % REMEMBERED] = performance.now()
    if (tally.isOpen) tally.updates++
    return server.dialect.acknowledges ? Buffer.concat([edit, frame(server.dialect.mark(clock + 1), BINARY)]) : edit
  }

  /** Everything up to this mark is safe; mark n stands behind letter n - 1. */
  saved(counter: number): void {
    const now = performance.now()
    const { tally } = this.#seat
    if (tally.isOpen)
      for (let mark = this.#saved + 1; mark <= counter; mark++) tally.saved.record(now - this.sentAt(mark - 1))
    this.#saved = Math.max(counter, this.#saved)
  }
}
