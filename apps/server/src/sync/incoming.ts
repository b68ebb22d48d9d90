/** A client's frame, taken apart: what may be wrong with its form is found here, before anything is done. */
import {
  AWARENESS,
  DIVERGED,
  MARK,
  QUERY_AWARENESS,
  readDiverged,
  readMark,
  Refusal,
  SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@briefboard/protocol'
import * as decoding from 'lib0/decoding'
import type { RawData } from 'ws'
import * as Y from 'yjs'

export type Incoming =
  | { kind: 'question'; stateVector: Uint8Array }
  /** `isRest`: all that the client has and we lack, as it believes. */
  | { kind: 'edit'; update: Uint8Array; isRest: boolean }
  | { kind: 'presence'; payload: Uint8Array }
  | { kind: 'who-is-here' }
  | { kind: 'mark'; counter: number }
  | { kind: 'diverged'; hash: string }

const HASH_LENGTH = 64

/** @throws Refusal malformed, too-large */
export function readFrame(data: RawData, maxBytes: number): Incoming {
  const frame = bytesOf(data)
  if (frame.byteLength > maxBytes) throw new Refusal('too-large')
  try {
    return read(decoding.createDecoder(frame))
  } catch (cause) {
    // lib0 and Yjs throw errors of any kind at bytes that end too early or hold what they may not.
    throw cause instanceof Refusal ? cause : new Refusal('malformed')
  }
}

function read(decoder: decoding.Decoder): Incoming {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case SYNC:
      return readSync(decoder)
    case AWARENESS:
      return { kind: 'presence', payload: decoding.readVarUint8Array(decoder) }
    case QUERY_AWARENESS:
      return { kind: 'who-is-here' }
    case MARK:
      return { kind: 'mark', counter: readMark(decoder) }
    case DIVERGED:
      return { kind: 'diverged', hash: readDiverged(decoder).slice(0, HASH_LENGTH) }
    default:
      throw new Refusal('malformed')
  }
}

function readSync(decoder: decoding.Decoder): Incoming {
  const kind = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (kind === SYNC_STEP_2 || kind === SYNC_UPDATE) {
    return { kind: 'edit', update: bytes, isRest: kind === SYNC_STEP_2 }
  }
  if (kind !== SYNC_STEP_1) throw new Refusal('malformed')
  Y.decodeStateVector(bytes)
  return { kind: 'question', stateVector: bytes }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
