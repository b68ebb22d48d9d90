/** One client in one room: decodes its frames, holds its right, answers its marks, and closes it when it falls behind. */
import {
  AWARENESS,
  encodeHello,
  encodeRefused,
  encodeSaved,
  MARK,
  QUERY_AWARENESS,
  readMark,
  Refusal,
  REFUSALS,
  SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
  type Person,
  type RefusalCode,
  type Right,
} from '@briefboard/protocol'
import { SCHEMA } from '@briefboard/board'
import * as decoding from 'lib0/decoding'
import type { RawData, WebSocket } from 'ws'
import { encodeStep1, encodeStep2 } from './frames.ts'
import { encodePresence, PRESENCE_BYTES, readOwnState } from './presence.ts'
import type { Room } from './room.ts'

/** An edit above this is refused; the connection stays open. */
export const FRAME_BYTES = 1024 * 1024
/** A reader this far behind is closed and comes back for the rest (S9). */
export const BEHIND_BYTES = 4 * 1024 * 1024
/** Clients take half a minute without a word for a dead line. */
export const KEEP_ALIVE_MS = 20_000

const TRY_AGAIN = 1013
const FAULT = 1011

/** A client that answers "send me the rest" with less than the rest, again and again, is not one that can be served. */
const MOST_GAPS = 20

export interface ConnectionOptions {
  person: Person
  right: Right
  /** Something went wrong that is not the client's doing. */
  onFault: (error: unknown) => void
}

export class Connection {
  readonly person: Person
  readonly #right: Right
  readonly #room: Room
  readonly #socket: WebSocket
  readonly #onFault: (error: unknown) => void
  readonly #keepAlive: NodeJS.Timeout
  #client: number | null = null
  /** Settles when everything that was sent so far is durable. */
  #tail: Promise<void> = Promise.resolve()
  #refused: RefusalCode | null = null
  /** An edit was left out because an earlier one is missing; marks mean nothing until the rest has come. */
  #gap = false
  #gaps = 0
  #greeted = false
  #alive = true

  constructor(room: Room, socket: WebSocket, { person, right, onFault }: ConnectionOptions) {
    this.#room = room
    this.#socket = socket
    this.person = person
    this.#right = right
    this.#onFault = onFault
    socket.on('message', (data) => this.#receive(data))
    socket.on('pong', () => (this.#alive = true))
    this.#keepAlive = setInterval(() => this.#checkAlive(), KEEP_ALIVE_MS)
    room.connections.add(this)
    this.send(encodeStep1(room.stateVector()))
    this.send(room.presence.all())
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > BEHIND_BYTES)
      return this.close(TRY_AGAIN, 'Too far behind; come back for the rest.')
    this.#socket.send(frame)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  /** The socket is closed; nothing more will come. */
  left(): void {
    clearInterval(this.#keepAlive)
    this.#room.connections.delete(this)
    if (this.#client !== null) this.#room.presence.drop(this.#client)
  }

  #checkAlive(): void {
    if (!this.#alive) return this.#socket.terminate()
    this.#alive = false
    this.#socket.ping()
    this.send(encodePresence([]))
  }

  #receive(data: RawData): void {
    try {
      this.#read(bytesOf(data))
    } catch (error) {
      if (error instanceof Refusal) this.#refuse(error)
      // lib0 throws plain errors at bytes that end too early or hold what they may not.
      else if (error instanceof Error) this.#refuse(new Refusal('malformed'))
      else this.#onFault(error)
    }
  }

  #read(frame: Uint8Array): void {
    const decoder = decoding.createDecoder(frame)
    const type = decoding.readVarUint(decoder)
    switch (type) {
      case SYNC:
        return this.#readSync(decoder, frame.byteLength)
      case AWARENESS:
        return this.#readAwareness(decoding.readVarUint8Array(decoder))
      case QUERY_AWARENESS:
        return this.send(this.#room.presence.all())
      case MARK:
        return this.#readMark(readMark(decoder))
      default:
        throw new Refusal('malformed')
    }
  }

  #readSync(decoder: decoding.Decoder, size: number): void {
    const kind = decoding.readVarUint(decoder)
    if (kind === SYNC_STEP_1) return this.send(encodeStep2(this.#room.since(decoding.readVarUint8Array(decoder))))
    if (kind !== SYNC_STEP_2 && kind !== SYNC_UPDATE) throw new Refusal('malformed')
    const update = decoding.readVarUint8Array(decoder)
    if (size > FRAME_BYTES) throw new Refusal('too-large')
    // A reader's client answers our question too; an answer that changes nothing is no attempt to write.
    if (this.#right === 'read' && this.#room.holds(update)) return
    if (this.#right === 'read') throw new Refusal('read-only')
    if (kind === SYNC_STEP_2) this.#gap = false
    this.#submit(update)
  }

  #submit(update: Uint8Array): void {
    const stored = this.#room.submit(update, this).catch((error: unknown) => {
      if (error instanceof Refusal) return this.#refuse(error)
      this.#onFault(error)
      // Not stored, and nobody knows why: no mark may be answered any more, so the client comes back and sends again.
      this.close(FAULT, 'Something went wrong here. Your edits are on this device; try again.')
    })
    const before = this.#tail
    this.#tail = stored.then(() => before)
  }

  #refuse({ code }: Refusal): void {
    if (code === 'store-away') return
    if (code === 'gap') {
      this.#gap = true
      if (++this.#gaps > MOST_GAPS) return this.close(REFUSALS['bad-request'].close, closeReason('gap'))
      return this.send(encodeStep1(this.#room.stateVector()))
    }
    this.#refused = code
  }

  #readMark(counter: number): void {
    if (!this.#greeted) this.send(encodeHello(this.#room.epoch, SCHEMA, this.person.role))
    this.#greeted = true
    // The tail as it is now: what is sent after the mark does not hold up its answer.
    void this.#tail.then(() => this.#answer(counter))
  }

  #answer(counter: number): void {
    if (this.#refused !== null) this.send(encodeRefused(counter, this.#refused))
    else if (!this.#gap && !this.#room.isClosed) this.send(encodeSaved(counter, this.#room.level))
  }

  #readAwareness(payload: Uint8Array): void {
    if (payload.byteLength > FRAME_BYTES) throw new Refusal('too-large')
    const state = readOwnState(payload, this.#client, this.person)
    if (state === null || state.json.length > PRESENCE_BYTES * 2) return
    this.#client = state.client
    this.#room.presence.set(state)
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}

/** WebSocket close reasons hold 123 bytes. */
export const closeReason = (code: RefusalCode): string => REFUSALS[code].title.slice(0, 120)
