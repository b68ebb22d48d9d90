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
import { RoomMissing, StoreUnavailable } from '@briefboard/store'
import type { Limits } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import { encodeStep1 } from './frames.ts'
import type { Incoming } from './incoming.ts'
import { Intake } from './intake.ts'
import { Outbox } from './outbox.ts'
import { encodePresence, readOwnState, type ClientState } from './presence.ts'
import type { Room } from './room.ts'
import { toWire, type Line, type Wire } from './wire.ts'

const FAULT = 1011

/** A client that answers "send me the rest" with less than the rest, again and again, is not one that can be served. */
const MOST_GAPS = 20
/** Client ids that nobody has written with here: one for each page that its user has loaded and written in offline. */
const MOST_UNKNOWN_CLIENTS = 1000
/** A millisecond for four MiB. */
const SENDING_MS_A_BYTE = 1 / (4 * 1024 * 1024)
/** A closed connection has so long to say goodbye. */
const LAST_WORDS_MS = 2000

export interface ConnectionOptions {
  person: Person
  right: Right
  /** Of the documents that the client knows. */
  schema: number
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
  /** It would show a card's text as empty, and write where nobody looks. */
  readonly #isOutdated: boolean
  readonly #room: Room
  readonly #socket: Line['ws']
  readonly #outbox: Outbox
  readonly #intake: Intake
  readonly #reading: Line['reading']
  readonly #metrics: Metrics
  readonly #onFault: (error: unknown) => void
  /** Under which it is shown to the others. */
  #client: number | null = null
  /** What it said last under a client id of which it is not known yet whether it is another's. */
  #unshown: ClientState | null = null
  #hasLeft = false
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

  constructor(room: Room, line: Line, { person, right, schema, limits, metrics, onFault }: ConnectionOptions) {
    this.#room = room
    this.#socket = line.ws
    this.#reading = line.reading
    this.person = person
    this.#right = right
    this.#isOutdated = schema < SCHEMA && room.name.kind === 'card'
    this.#metrics = metrics
    this.#onFault = onFault
    this.#outbox = new Outbox(line, () => this.#sendAway())
    this.#intake = new Intake({
      ...{ ws: line.ws, reading: line.reading, stored: room.stored, limits, metrics },
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
    this.#hasLeft = true
    this.#room.audience.delete(this)
    if (this.#client !== null) this.#room.presence.drop(this.#client, this.person.id)
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
    this.close(REFUSALS.behind.close, closeReason('behind'))
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
        return this.#sendRest(incoming)
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
  #sendRest({ stateVector, clients }: Extract<Incoming, { kind: 'question' }>): void {
    if (clients > this.#room.stored.clientCount + MOST_UNKNOWN_CLIENTS) throw new Refusal('too-large')
    if (this.#outbox.isBusy) return
    const rest = this.#room.stored.since(stateVector)
    if (typeof rest !== 'function') return this.sendWire(rest)
    this.#outbox.sendPieces(() => this.#paid(rest)).catch((error: unknown) => this.#fail(error))
  }

  /** Many pieces cost in sending what they do not cost in making. */
  async #paid(pieces: () => Promise<readonly Wire[]>): Promise<readonly Wire[]> {
    const wires = await pieces()
    this.#reading.charge(wires.reduce((sum, { byteLength }) => sum + byteLength, 0) * SENDING_MS_A_BYTE)
    return wires
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
    if (this.#isEnding) return
    this.#marks.push({ counter, after: this.#received, at: performance.now() })
    this.answer()
  }

  #greet(): void {
    this.#greeted = true
    this.send(encodeHello(this.#room.epoch, SCHEMA, this.person.role))
    if (this.#room.isDamaged) this.send(encodeNotice('damaged'))
    if (!this.#isOutdated) return
    // Pages of schema 1 do not heed what `hello` says, and take every final code that they do not know for "load the page again".
    this.#metrics.refused('old-form')
    this.close(REFUSALS['old-form'].close, closeReason('old-form'))
  }

  #show(payload: Uint8Array): void {
    const state = readOwnState(payload, this.#client ?? this.#unshown?.client ?? null, this.person)
    if (state === null) return
    if (this.#client === null) return this.#introduce(state)
    // Yjs goes on under a new id when the old one turns out to be another's.
    if (!this.#room.show(state, this.#right)) this.#client = null
  }

  /**
   * Whoever sees a client id could be the first to write with it: so it is shown when the store has it for this person, and
   * not before. (S4) An id is this client's only then: what is another's stays with that one, also when this one goes.
   */
  #introduce(state: ClientState): void {
    const isAsked = this.#unshown !== null
    this.#unshown = state
    if (isAsked) return
    this.#room.admits(state.client, this.person.id, this.#right).then(
      (isAdmitted) => this.#introduced(isAdmitted),
      (error: unknown) => {
        this.#unshown = null
        // Clients say again every 15 seconds that they are here, and what they write tells them that the store is away.
        if (!(error instanceof StoreUnavailable || error instanceof RoomMissing)) this.#onFault(error)
      },
    )
  }

  #introduced(isAdmitted: boolean): void {
    const state = this.#unshown
    this.#unshown = null
    if (state === null || !isAdmitted || this.#hasLeft || this.#isEnding) return
    if (this.#room.show(state, this.#right)) this.#client = state.client
  }
}

/** WebSocket close reasons hold 123 bytes; `ws` throws at a longer one. A character that was cut in two is left out. */
export const closeReason = (code: RefusalCode): string =>
  Buffer.from(REFUSALS[code].title).subarray(0, 120).toString().replaceAll('\ufffd', '')
