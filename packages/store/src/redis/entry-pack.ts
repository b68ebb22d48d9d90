/**
 * Entries as bytes, made once for the log and the feed. A pack is, for each entry, the length of what follows in four
 * bytes, then the sealed entry: a checksum over all the rest, the author with its length before it, the update.
 */
import { checksum } from '../checksum.ts'
import type { Author, Entry, Position } from '../store.ts'

export interface Packable {
  author: Author
  update: Uint8Array
}

export interface UnsealedEntry extends Packable {
  /** Whether the checksum fits. */
  sound: boolean
}

const LENGTH_BYTES = 4
const AUTHOR_LENGTH_AT = 4
const AUTHOR_AT = 5

/** @throws RangeError when an author has more than 255 characters */
export function packEntries(entries: readonly Packable[]): Buffer {
  let size = 0
  for (const { author, update } of entries) size += LENGTH_BYTES + AUTHOR_AT + author.length + update.byteLength
  const pack = Buffer.allocUnsafe(size)
  let at = 0
  for (const { author, update } of entries) {
    const sealedAt = at + LENGTH_BYTES
    const updateAt = sealedAt + AUTHOR_AT + author.length
    const end = updateAt + update.byteLength
    pack.writeUInt8(author.length, sealedAt + AUTHOR_LENGTH_AT)
    pack.write(author, sealedAt + AUTHOR_AT, 'latin1')
    pack.set(update, updateAt)
    pack.writeUInt32BE(checksum(pack.subarray(sealedAt + AUTHOR_LENGTH_AT, end)), sealedAt)
    pack.writeUInt32BE(end - sealedAt, at)
    at = end
  }
  return pack
}

/** The entries of a pack, the first of which is at `first`. Their updates are views of the pack. */
export function unpackEntries(pack: Buffer, first: Position): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at < pack.length;) {
    const end = at + LENGTH_BYTES + pack.readUInt32BE(at)
    const authorAt = at + LENGTH_BYTES + AUTHOR_AT
    const updateAt = authorAt + pack.readUInt8(authorAt - 1)
    const author = pack.toString('latin1', authorAt, updateAt)
    entries.push({ position: first + entries.length, author, update: pack.subarray(updateAt, end) })
    at = end
  }
  return entries
}

/** One entry as it is to lie in the log. */
export const sealEntry = (entry: Packable): Buffer => packEntries([entry]).subarray(LENGTH_BYTES)

/** One entry as it lies in the log. The update is a view of it. */
export function unsealEntry(sealed: Buffer): UnsealedEntry {
  if (sealed.length < AUTHOR_AT) return { author: '', update: sealed, sound: false }
  const updateAt = AUTHOR_AT + sealed.readUInt8(AUTHOR_LENGTH_AT)
  const sound = sealed.readUInt32BE(0) === checksum(sealed.subarray(AUTHOR_LENGTH_AT))
  return { author: sealed.toString('latin1', AUTHOR_AT, updateAt), update: sealed.subarray(updateAt), sound }
}
