/** One client of the load in one room: counts what it receives, and types if it is a writer. It holds no document. */
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningServer } from '../servers/contender.ts'
import type { Dialect, Ears } from './dialects.ts'
import { BINARY, frame, RawSocket } from './raw-socket.ts'
import { readUpdate } from './read-update.ts'
import type { Tally } from './tally.ts'
import { Writer } from './writer.ts'

export interface Seat {
  server: RunningServer
  /** Of the server's nodes. */
  node: number
  room: string
  /** Decides whose token is used. */
  number: number
  tally: Tally
  /** The writers of the room, in order of their index. */
  writers: Writer[]
  /** Large messages are counted, not kept. */
  skim?: boolean
  /** Its deliveries are in the tally; the others' are only received. */
  counts?: boolean
  /** Called with each letter that arrives, for shapes that compare readers. */
  onLetter?: (writer: Writer, clock: number, now: number) => void
  /** Called with the code when the server ends the connection. */
  onClosed?: (code: number) => void
  /** Takes all updates instead of counting their letters, the first answer too. The bytes are valid during the call only. */
  onUpdate?: (bytes: Buffer, start: number, length: number) => void
}

/** Some servers take a minute for a crowd that opens a large document. */
const READY_WITHIN_MS = 120_000

export class Participant implements Ears {
  readonly #seat: Seat
  readonly #socket: RawSocket
  readonly #dialect: Dialect
  readonly #ready = Promise.withResolvers<void>()
  /** Up to which clock it has received each writer, by the writer's index. */
  readonly #known: number[] = []
  #writer: Writer | null = null
  #isLeaving = false
  /** When the pings were sent that have not been answered. */
  readonly #pings: number[] = []
  #takesUpdates: Seat['onUpdate']
  onPong: (tookMs: number) => void = () => undefined

  /** Resolves when the server has answered the first question. */
  static async join(seat: Seat): Promise<Participant> {
    const participant = new Participant(seat)
    const late = pause(READY_WITHIN_MS, undefined, { ref: false }).then(() => {
      throw new Error(`A client waited ${READY_WITHIN_MS} ms in vain for room ${seat.room}.`)
    })
    await Promise.race([participant.#ready.promise, late])
    return participant
  }

  constructor(seat: Seat) {
    const { server, node, room, number, skim = false } = seat
    this.#seat = seat
    this.#dialect = server.dialect
    this.#takesUpdates = seat.onUpdate
    const address = { port: server.ports[node] ?? 0, path: server.path(room), headers: server.headers(number), skim }
    this.#socket = new RawSocket(address, {
      opened: () => this.#opened(),
      message: (bytes, start, end, length) => this.#dialect.read(bytes, start, end, length, this),
      idle: () => this.#idle(),
      pong: () => this.onPong(performance.now() - (this.#pings.shift() ?? NaN)),
      closed: (code) => this.#closed(code),
    })
  }

  #opened(): void {
    for (const message of this.#dialect.greet(this.#seat.room)) this.#socket.write(frame(message, BINARY))
    if (!this.#dialect.answers) this.#ready.resolve()
  }

  #closed(code: number): void {
    if (this.#isLeaving) return
    this.#seat.tally.note(`a connection was closed with ${code}`)
    this.#seat.onClosed?.(code)
    this.#ready.reject(new Error(`The server closed a connection with ${code} before it had answered.`))
  }

  leave(): void {
    this.#isLeaving = true
    this.#socket.end()
  }

  ping(): void {
    this.#pings.push(performance.now())
    this.#socket.ping()
  }

  /** From now on it types; its writer is known to the room. */
  write(): Writer {
    this.#writer = new Writer(this.#seat, (frames) => this.#socket.write(frames))
    this.#seat.writers.push(this.#writer)
    return this.#writer
  }

  /** The document has come whole; from now on updates are the load's letters, and are counted. */
  countLetters(): void {
    this.#takesUpdates = undefined
  }

  send(message: Uint8Array): void {
    this.#socket.write(frame(message, BINARY))
  }

  #idle(): void {
    for (const writer of this.#seat.writers) if (writer.watchedBy === this) writer.topUp()
  }

  // What it hears:

  asked(): void {
    this.send(this.#dialect.answer(this.#seat.room))
  }

  firstSync(bytes: Buffer, start: number, length: number): void {
    this.#takesUpdates?.(bytes, start, length)
    this.#ready.resolve()
  }

  update(bytes: Buffer, start: number, length: number): void {
    if (this.#takesUpdates !== undefined) return this.#takesUpdates(bytes, start, length)
    const now = performance.now()
    try {
      readUpdate(bytes, start, (client, from, to) => this.#received(client, from, to, now))
    } catch (error) {
      this.#seat.tally.note(error instanceof Error ? error.message : String(error))
    }
  }

  awareness(): void {
    this.#seat.tally.awareness++
  }

  saved(counter: number): void {
    this.#writer?.saved(counter)
  }

  refused(): void {
    this.#seat.tally.note('an edit was refused')
  }

  #received(client: number, from: number, to: number, now: number): void {
    const { writers, tally, counts = true, onLetter } = this.#seat
    const index = writers.findIndex((writer) => writer.client === client)
    const writer = writers[index]
    // One's own letters come back from some servers; that is no delivery.
    if (writer === undefined || writer === this.#writer) return
    const known = this.#known[index] ?? 0
    if (to <= known) return
    if (from > known && known > 0) tally.note('letters are missing before an update')
    this.#known[index] = to
    const first = Math.max(from, known)
    if (writer.watchedBy === this) writer.confirmed = to
    if (tally.isOpen && counts) {
      tally.deliveries += to - first
      for (let clock = first; clock < to; clock++) tally.edit.record(now - writer.sentAt(clock))
    }
    if (onLetter !== undefined) for (let clock = first; clock < to; clock++) onLetter(writer, clock, now)
  }
}
