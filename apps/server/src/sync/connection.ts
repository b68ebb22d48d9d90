/** One client in one room: decodes its frames, holds its right, answers its marks, and closes it when it falls behind. */
import {
  encodeCheck,
  encodeHello,
  encodeNotice,
  encodeRefused,
  encodeSaved,
  Refusal,
  REFUSALS,
  type Person,
  type RefusalCode,
  type Right,
} from '@briefboard/protocol'
import { SCHEMA } from '@briefboard/board'
import type { Limits } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import { encodeStep1 } from './frames.ts'
import type { Incoming } from './incoming.ts'
import { Intake } from './intake.ts'
import { Outbox } from './outbox.ts'
import { encodePresence, readOwnState } from './presence.ts'
import type { Room } from './room.ts'
import { toWire, type Line, type Wire } from './wire.ts'

const TRY_AGAIN = 1013
const FAULT = 1011

/** A client that answers "send me the rest" with less than the rest, again and again, is not one that can be served. */
const MOST_GAPS = 20
/** A closed connection has so long to say goodbye. */
const LAST_WORDS_MS = 2000

export interface ConnectionOptions {
  person: Person
  right: Right
  limits: Limits
  metrics: Metrics
  /** Something went wrong that is not the client's doing. */
  onFault: (error: unknown) => void
}

/** A mark that waits until everything before it is stored. */
interface Mark {
  counter: number
  /** The last edit before it. */
  after: number
  at: number
}

export class Connection {
  readonly person: Person
  readonly #right: Right
  readonly #room: Room
  readonly #socket: Line['ws']
  readonly #outbox: Outbox
  readonly #intake: Intake
  readonly #metrics: Metrics
  readonly #onFault: (error: unknown) => void
  #client: number | null = null
  /** Edits are numbered as they come; `#stored` is the last of those that are stored with all before them. */
  #received = 0
  #stored = 0
  #marks: Mark[] = []
  #refused: RefusalCode | null = null
  /** An edit was left out because an earlier one is missing; marks mean nothing until the rest has come. */
  #gap = false
  #gaps = 0
  #greeted = false
  #hasDiverged = false
  #alive = true
  #isEnding = false

  constructor(room: Room, line: Line, { person, right, limits, metrics, onFault }: ConnectionOptions) {
    this.#room = room
    this.#socket = line.ws
    this.person = person
    this.#right = right
    this.#metrics = metrics
    this.#onFault = onFault
    this.#outbox = new Outbox(line, () => this.#sendAway())
    this.#intake = new Intake({
      ...{ ws: line.ws, stored: room.stored, limits, metrics },
      onFrame: (frame) => this.#take(frame),
      onRefusal: (code) => this.#refuse(code),
      onFault: (error) => this.#fail(error),
    })
    line.ws.on('pong', () => (this.#alive = true))
    room.audience.add(this)
    this.send(encodeStep1(room.stored.stateVector()))
    this.send(room.presence.all())
  }

  get buffered(): number {
    return this.#outbox.buffered
  }

  send(frame: Uint8Array): void {
    this.sendWire(toWire(frame))
  }

  /** Sends what others are sent too. */
  sendWire(wire: Wire): void {
    this.#metrics.framesSent(1, wire.byteLength)
    this.#outbox.send(wire)
  }

  /** What it is sent from here to `release` goes out together. */
  hold(): void {
    this.#outbox.hold()
  }

  release(): void {
    this.#outbox.release()
  }

  /** A client that does not listen may go on sending: nothing of it counts any more, and soon its line is cut. (S10) */
  close(code: number, reason: string): void {
    if (this.#isEnding) return
    this.#isEnding = true
    this.#intake.close()
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), LAST_WORDS_MS).unref()
  }

  /** The socket is closed; nothing more will come. */
  left(): void {
    this.#room.audience.delete(this)
    if (this.#client !== null) this.#room.presence.drop(this.#client)
  }

  /** Cuts a line that has not answered since the last time. Clients take half a minute without a word for a dead line. */
  checkAlive(): void {
    if (!this.#alive) return this.#socket.terminate()
    this.#alive = false
    this.#socket.ping()
    this.send(encodePresence([]))
  }

  /** Tells a client that knows our frames what its document should hash to, if it has everything. (S15) */
  check(hash: string): void {
    if (this.#greeted && this.#marks.length === 0) this.send(encodeCheck(hash))
  }

  /** The room says: edit number `edit` is stored, and so are all before it. `answer` follows. */
  stored(edit: number): void {
    this.#stored = Math.max(this.#stored, edit)
  }

  /** The room says: edit number `edit` did not count in the end. */
  refusedLater(edit: number, code: RefusalCode): void {
    this.stored(edit)
    this.#refuse(code)
  }

  /** Answers the marks before which everything is stored: the last of them speaks for all. */
  answer(): void {
    let done: Mark | undefined
    while (this.#marks[0] !== undefined && this.#marks[0].after <= this.#stored) done = this.#marks.shift()
    if (done === undefined) return
    if (this.#refused !== null) return this.send(encodeRefused(done.counter, this.#refused))
    if (this.#gap || this.#room.isClosed) return
    this.send(encodeSaved(done.counter, this.#room.level))
    this.#metrics.saved((performance.now() - done.at) / 1000)
  }

  #sendAway(): void {
    this.#metrics.resync('behind')
    this.close(TRY_AGAIN, 'Too far behind; come back for the rest.')
  }

  /** Gives for what the frame must wait before it is taken again. */
  #take(incoming: Incoming): Promise<void> | null {
    if (incoming.kind === 'edit') return this.#submit(incoming.update, incoming.isRest)
    this.#answer(incoming)
    return null
  }

  #answer(incoming: Exclude<Incoming, { kind: 'edit' }>): void {
    switch (incoming.kind) {
      case 'question':
        return this.#sendRest(incoming.stateVector)
      case 'presence':
        return this.#show(incoming.payload)
      case 'who-is-here':
        return this.send(this.#room.presence.all())
      case 'mark':
        return this.#mark(incoming.counter)
      case 'diverged':
        return this.#diverged(incoming.hash)
      default:
        return incoming satisfies never
    }
  }

  /** A client that has diverged loads the document over another connection; whatever this one says again is noise. */
  #diverged(hash: string): void {
    if (this.#hasDiverged) return
    this.#hasDiverged = true
    this.#room.diverged(hash)
  }

  #submit(update: Uint8Array, isRest: boolean): Promise<void> | null {
    // A reader's client answers our question too; an answer that changes nothing is no attempt to write.
    if (this.#right === 'read' && this.#room.holds(update)) return null
    if (this.#right === 'read') throw new Refusal('read-only')
    if (isRest) this.#gap = false
    const edit = this.#received + 1
    const { isOnItsWay, again } = this.#room.submit(update, this, edit)
    if (isOnItsWay) this.#received = edit
    return again
  }

  /** A client that asks again while pieces are on their way gets the answer with these. */
  #sendRest(stateVector: Uint8Array): void {
    if (this.#outbox.isBusy) return
    const rest = this.#room.stored.since(stateVector)
    if (typeof rest !== 'function') return this.sendWire(rest)
    this.#outbox.sendPieces(rest).catch((error: unknown) => this.#fail(error))
  }

  #fail(error: unknown): void {
    this.#onFault(error)
    // Something was not done, and nobody knows why: the client comes back and sends what it has again.
    this.close(FAULT, 'Something went wrong here. Your edits are on this device; try again.')
  }

  #refuse(code: RefusalCode): void {
    if (code === 'store-away') return
    // Whoever types on before having heard of the first gap sends only more of the same.
    if (code === 'gap' && this.#gap) return
    this.#metrics.refused(code)
    if (code === 'gap') return this.#askAgain()
    // What comes of the first one is not its cause.
    this.#refused ??= code
  }

  #askAgain(): void {
    this.#gap = true
    this.#metrics.resync('gap')
    if (++this.#gaps > MOST_GAPS) return this.close(REFUSALS['bad-request'].close, closeReason('gap'))
    this.send(encodeStep1(this.#room.stored.stateVector()))
  }

  #mark(counter: number): void {
    if (!this.#greeted) this.#greet()
    this.#marks.push({ counter, after: this.#received, at: performance.now() })
    this.answer()
  }

  #greet(): void {
    this.#greeted = true
    this.send(encodeHello(this.#room.epoch, SCHEMA, this.person.role))
    if (this.#room.isDamaged) this.send(encodeNotice('damaged'))
  }

  #show(payload: Uint8Array): void {
    const state = readOwnState(payload, this.#client, this.person)
    if (state === null) return
    this.#client = state.client
    this.#room.presence.set(state)
  }
}

/** WebSocket close reasons hold 123 bytes. */
export const closeReason = (code: RefusalCode): string => REFUSALS[code].title.slice(0, 120)
