/** A client's frame, taken apart: what may be wrong with its form is found here, before anything is done. */
import {
  AWARENESS,
  Cursor,
  DIVERGED,
  Malformed,
  MARK,
  QUERY_AWARENESS,
  Refusal,
  SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@briefboard/protocol'
import type { RawData } from 'ws'

export type Incoming =
  /** `clients`: how many the state vector names. */
  | { kind: 'question'; stateVector: Uint8Array; clients: number }
  /** `isRest`: all that the client has and we lack, as it believes. */
  | { kind: 'edit'; update: Uint8Array; isRest: boolean }
  | { kind: 'presence'; payload: Uint8Array }
  | { kind: 'who-is-here' }
  | { kind: 'mark'; counter: number }
  | { kind: 'diverged'; hash: string }

const HASH_LENGTH = 64

/** A question is no edit: it is as long as the document has client ids, however small edits must be. */
const QUESTION_BYTES = 1024 * 1024

/** @throws Refusal malformed, too-large */
export function readFrame(data: RawData, maxBytes: number): Incoming {
  const frame = bytesOf(data)
  if (frame.byteLength > Math.max(maxBytes, QUESTION_BYTES)) throw new Refusal('too-large')
  return orRefused(() => {
    const cursor = new Cursor(frame)
    const incoming = read(cursor)
    if (!cursor.isAtEnd) throw new Refusal('malformed')
    if (frame.byteLength > maxBytes && incoming.kind !== 'question') throw new Refusal('too-large')
    return incoming
  })
}

/** What is wrong with somebody's bytes is that one's to hear. */
export function orRefused<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof Malformed ? new Refusal('malformed') : error
  }
}

function read(cursor: Cursor): Incoming {
  const type = cursor.varUint()
  switch (type) {
    case SYNC:
      return readSync(cursor)
    case AWARENESS:
      return { kind: 'presence', payload: cursor.block() }
    case QUERY_AWARENESS:
      return { kind: 'who-is-here' }
    case MARK:
      return { kind: 'mark', counter: cursor.varUint() }
    case DIVERGED:
      return { kind: 'diverged', hash: cursor.text().slice(0, HASH_LENGTH) }
    default:
      throw new Refusal('malformed')
  }
}

function readSync(cursor: Cursor): Incoming {
  const kind = cursor.varUint()
  const bytes = cursor.block()
  if (kind === SYNC_STEP_2 || kind === SYNC_UPDATE) {
    return { kind: 'edit', update: bytes, isRest: kind === SYNC_STEP_2 }
  }
  if (kind !== SYNC_STEP_1) throw new Refusal('malformed')
  return { kind: 'question', stateVector: bytes, clients: clientsIn(bytes) }
}

/** A count, then a client id and a clock each. Yjs takes numbers as they come, and whatever follows. */
function clientsIn(bytes: Uint8Array): number {
  const cursor = new Cursor(bytes)
  const count = cursor.varUint()
  for (let left = count; left > 0; left--) {
    cursor.varUint()
    cursor.varUint()
  }
  if (!cursor.isAtEnd) throw new Refusal('malformed')
  return count
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
