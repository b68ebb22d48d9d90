/** Entries and snapshots as LMDB keeps them: a checksum over all the rest, the time of writing, the author, the bytes. */
import { checksum } from '../checksum.ts'
import type { Author } from '../store.ts'
import { asBuffer } from './room-meta.ts'

const TIME_AT = 4
const AUTHOR_LENGTH_AT = 12
const AUTHOR_AT = 13

export interface Unsealed {
  /** When it was written, in ms since 1970. */
  at: number
  author: Author
  /** A copy, safe to keep. */
  body: Uint8Array
  /** Whether the checksum fits. */
  sound: boolean
}

/** A snapshot has no author. @throws RangeError when the author has more than 255 characters */
export function seal(body: Uint8Array, at: number, author: Author = ''): Uint8Array {
  const bodyAt = AUTHOR_AT + author.length
  const sealed = Buffer.allocUnsafe(bodyAt + body.byteLength)
  sealed.writeDoubleBE(at, TIME_AT)
  sealed.writeUInt8(author.length, AUTHOR_LENGTH_AT)
  sealed.write(author, AUTHOR_AT, 'latin1')
  sealed.set(body, bodyAt)
  sealed.writeUInt32BE(checksum(sealed.subarray(TIME_AT)), 0)
  return sealed
}

export function unseal(stored: Uint8Array): Unsealed {
  if (stored.byteLength < AUTHOR_AT) return { at: 0, author: '', body: new Uint8Array(stored), sound: false }
  const sealed = asBuffer(stored)
  const bodyAt = AUTHOR_AT + sealed.readUInt8(AUTHOR_LENGTH_AT)
  return {
    at: sealed.readDoubleBE(TIME_AT),
    author: sealed.toString('latin1', AUTHOR_AT, bodyAt),
    body: new Uint8Array(sealed.subarray(bodyAt)),
    sound: sealed.readUInt32BE(0) === checksum(sealed.subarray(TIME_AT)),
  }
}

/** Only the time of writing, without a look at the rest. */
export function sealedAt(stored: Uint8Array): number {
  return stored.byteLength < AUTHOR_AT ? 0 : asBuffer(stored).readDoubleBE(TIME_AT)
}
