/** Frames on /sync beside y-websocket's own: how a client learns what is durable. See SPEC.md. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { isRefusalCode, type RefusalCode } from './refusals.ts'
import { Role } from './roles.ts'

/** y-websocket's message types. */
export const SYNC = 0
export const AWARENESS = 1
export const AUTH = 2
export const QUERY_AWARENESS = 3
/** y-protocols' sync message types, the second number of a SYNC frame. */
export const SYNC_STEP_1 = 0
export const SYNC_STEP_2 = 1
export const SYNC_UPDATE = 2

/** Ours; sent to a client only after it has sent one of them. */
export const MARK = 100
export const SAVED = 101
export const REFUSED = 102
export const HELLO = 103
export const DIVERGED = 105
export const NOTICE = 106
/** A check of an earlier hash was 104: whoever still compares that one does not know this number, and does nothing. */
export const CHECK = 107

export const LEVELS = ['memory', 'flushed', 'replicated'] as const
export type SavedLevel = (typeof LEVELS)[number]

/** A frame of y-websocket's type 0: `kind` is one of the three SYNC_… numbers, `bytes` a state vector or an update. */
export function encodeSync(kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}

/** "All that I have sent so far is number `counter`; tell me when it is safe." Client to server. */
export function encodeMark(counter: number): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MARK)
    encoding.writeVarUint(encoder, counter)
  })
}

/** "Everything before your mark `counter` is as safe as `level`." Server to client. */
export function encodeSaved(counter: number, level: SavedLevel): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, SAVED)
    encoding.writeVarUint(encoder, counter)
    encoding.writeVarUint(encoder, LEVELS.indexOf(level))
  })
}

/** "Something you sent before your mark `counter` was not stored, and why." Server to client. */
export function encodeRefused(counter: number, code: RefusalCode): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, REFUSED)
    encoding.writeVarUint(encoder, counter)
    encoding.writeVarString(encoder, code)
  })
}

/** "This is the history you are talking to, the schema of its documents, and your role." Server to client. */
export function encodeHello(epoch: string, schema: number, role: Role): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, HELLO)
    encoding.writeVarString(encoder, epoch)
    encoding.writeVarUint(encoder, schema)
    encoding.writeVarString(encoder, role)
  })
}

/** "All that I have told you so far makes a document with this content hash." Server to client. (S15) */
export function encodeCheck(hash: string): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, CHECK)
    encoding.writeVarString(encoder, hash)
  })
}

/** "Mine has another hash, this one." Client to server. (S15) */
export function encodeDiverged(hash: string): Uint8Array<ArrayBuffer> {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, DIVERGED)
    encoding.writeVarString(encoder, hash)
  })
}

/** What a client should tell its user about a document that is otherwise well. */
export const NOTICES = ['damaged'] as const
export type NoticeCode = (typeof NOTICES)[number]

/** "Tell whoever looks at this document …" Server to client. (S6) */
export function encodeNotice(code: NoticeCode): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, NOTICE)
    encoding.writeVarString(encoder, code)
  })
}

// The readers below are a client's: they take a decoder that stands behind the frame's type, and throw on anything else
// than their form. A server believes no client, and reads with Cursor.

export function readSaved(decoder: decoding.Decoder): { counter: number; level: SavedLevel } {
  const counter = decoding.readVarUint(decoder)
  const level = LEVELS[decoding.readVarUint(decoder)]
  if (level === undefined) throw new Error('A saved frame names a level that this version does not know.')
  return { counter, level }
}

export function readRefused(decoder: decoding.Decoder): { counter: number; code: RefusalCode } {
  const counter = decoding.readVarUint(decoder)
  const code = decoding.readVarString(decoder)
  return { counter, code: isRefusalCode(code) ? code : 'malformed' }
}

export function readHello(decoder: decoding.Decoder): { epoch: string; schema: number; role: Role } {
  const epoch = decoding.readVarString(decoder)
  const schema = decoding.readVarUint(decoder)
  return { epoch, schema, role: Role.parse(decoding.readVarString(decoder)) }
}

export const readCheck = (decoder: decoding.Decoder): string => decoding.readVarString(decoder)

/** Null for a notice that this version does not know. */
export function readNotice(decoder: decoding.Decoder): NoticeCode | null {
  const code = decoding.readVarString(decoder)
  return NOTICES.find((known) => known === code) ?? null
}
