/** How each server is spoken to: what a client says first, how an edit is wrapped, and what it reads in an answer. */
import { afterVarUint, readVarUint } from './read-update.ts'
import { pushVarUint } from './typing.ts'

const SYNC = 0
const AWARENESS = 1
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2
const HOCUSPOCUS_AUTH = 2
const HOCUSPOCUS_SYNC_REPLY = 4
const MARK = 100
const SAVED = 101
const REFUSED = 102
/** Of the relay that sends one frame a tick: updates one after the other, each with its length. */
export const BATCH = 90

const EMPTY_STATE_VECTOR = [1, 0]
const EMPTY_UPDATE = [2, 0, 0]

/** What a client takes from a message. */
export interface Ears {
  /** An update of `length` bytes begins at `start`. */
  update(bytes: Buffer, start: number, length: number): void
  /** The answer to the first question: an update of `length` bytes from `start`. */
  firstSync(bytes: Buffer, start: number, length: number): void
  /** The server asks what we have. */
  asked(): void
  awareness(bytes: Buffer, start: number): void
  saved(counter: number): void
  refused(): void
}

export type DialectName = 'y-websocket' | 'briefboard' | 'relay' | 'hocuspocus'

export interface Dialect {
  name: DialectName
  /** The server answers the first question; a relay does not. */
  answers: boolean
  /** The server answers marks. */
  acknowledges: boolean
  /** Messages right after the socket has opened. */
  greet(room: string): Uint8Array[]
  /** "I have nothing that you lack." */
  answer(room: string): Uint8Array
  edit(room: string, update: Uint8Array): Uint8Array
  mark(counter: number): Uint8Array
  presence(room: string, payload: Uint8Array): Uint8Array
  read(bytes: Buffer, start: number, end: number, length: number, ears: Ears): void
}

export const yWebsocket: Dialect = {
  name: 'y-websocket',
  answers: true,
  acknowledges: false,
  greet: () => [Uint8Array.from([SYNC, STEP_1, ...EMPTY_STATE_VECTOR])],
  answer: () => Uint8Array.from([SYNC, STEP_2, ...EMPTY_UPDATE]),
  edit: (_, update) => wrapped([SYNC, UPDATE], update),
  mark(counter) {
    const bytes = [MARK]
    pushVarUint(bytes, counter)
    return Uint8Array.from(bytes)
  },
  presence: (_, payload) => wrapped([AWARENESS], payload),
  read,
}

export const briefboard: Dialect = { ...yWebsocket, name: 'briefboard', acknowledges: true }

/** Nothing is asked of a relay. */
export const relay: Dialect = { ...yWebsocket, name: 'relay', answers: false, greet: () => [] }

/** Every message begins with the document's name; the first one brings a token. */
export const hocuspocus: Dialect = {
  ...yWebsocket,
  name: 'hocuspocus',
  greet: (room) => [
    Uint8Array.from([...named(room), HOCUSPOCUS_AUTH, 0, 1, 'x'.charCodeAt(0)]),
    Uint8Array.from([...named(room), SYNC, STEP_1, ...EMPTY_STATE_VECTOR]),
  ],
  answer: (room) => Uint8Array.from([...named(room), SYNC, STEP_2, ...EMPTY_UPDATE]),
  edit: (room, update) => wrapped([...named(room), SYNC, UPDATE], update),
  presence: (room, payload) => wrapped([...named(room), AWARENESS], payload),
  read(bytes, start, end, length, ears) {
    const name = readVarUint(bytes, start)
    const skipped = afterVarUint() + name - start
    const type = bytes[start + skipped]
    if (type === SYNC || type === AWARENESS || type === HOCUSPOCUS_SYNC_REPLY) {
      read(bytes, start + skipped, end, length - skipped, ears)
    }
  },
}

/** For a process that is told which one to speak. */
export const dialects: Record<DialectName, Dialect> = { 'y-websocket': yWebsocket, briefboard, relay, hocuspocus }

function read(bytes: Buffer, start: number, end: number, length: number, ears: Ears): void {
  const type = bytes[start]
  switch (type) {
    case SYNC:
    case HOCUSPOCUS_SYNC_REPLY:
      return readSync(bytes, start + 1, start + length, ears)
    case AWARENESS:
      readVarUint(bytes, start + 1)
      return ears.awareness(bytes, afterVarUint())
    case SAVED:
      return ears.saved(readVarUint(bytes, start + 1))
    case REFUSED:
      return ears.refused()
    case BATCH:
      for (let at = start + 1; at < end;) {
        const size = readVarUint(bytes, at)
        const update = afterVarUint()
        ears.update(bytes, update, size)
        at = update + size
      }
  }
}

/** `end` is where the message would end if it were not skimmed. */
function readSync(bytes: Buffer, at: number, end: number, ears: Ears): void {
  const step = bytes[at]
  if (step === STEP_1) return ears.asked()
  readVarUint(bytes, at + 1)
  const start = afterVarUint()
  if (step === STEP_2) ears.firstSync(bytes, start, end - start)
  else ears.update(bytes, start, end - start)
}

/** What comes before, then the payload with its length. */
function wrapped(before: readonly number[], payload: Uint8Array): Uint8Array {
  const head = [...before]
  pushVarUint(head, payload.length)
  const made = new Uint8Array(head.length + payload.length)
  made.set(head)
  made.set(payload, head.length)
  return made
}

/** A document's name as Hocuspocus' messages begin with it; ASCII, shorter than 128. */
const named = (room: string): number[] => [room.length, ...Buffer.from(room)]
