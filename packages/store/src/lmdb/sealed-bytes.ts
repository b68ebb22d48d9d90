/** Entries and snapshots as LMDB keeps them: a checksum, the time of writing, the bytes. */
import { checksum } from '../checksum.ts'
import { asBuffer } from './room-meta.ts'

const TIME_AT = 4
const BODY_AT = 12

export interface Unsealed {
  /** When it was written, in ms since 1970. */
  at: number
  /** A copy, safe to keep. */
  body: Uint8Array
  /** Whether the checksum fits. */
  sound: boolean
}

export function seal(body: Uint8Array, at: number): Uint8Array {
  const sealed = Buffer.allocUnsafe(BODY_AT + body.byteLength)
  sealed.writeDoubleBE(at, TIME_AT)
  sealed.set(body, BODY_AT)
  sealed.writeUInt32BE(checksum(sealed.subarray(TIME_AT)), 0)
  return sealed
}

export function unseal(stored: Uint8Array): Unsealed {
  if (stored.byteLength < BODY_AT) return { at: 0, body: new Uint8Array(stored), sound: false }
  const sealed = asBuffer(stored)
  return {
    at: sealed.readDoubleBE(TIME_AT),
    body: new Uint8Array(sealed.subarray(BODY_AT)),
    sound: sealed.readUInt32BE(0) === checksum(sealed.subarray(TIME_AT)),
  }
}

/** Only the time of writing, without a look at the rest. */
export function sealedAt(stored: Uint8Array): number {
  return stored.byteLength < BODY_AT ? 0 : asBuffer(stored).readDoubleBE(TIME_AT)
}
