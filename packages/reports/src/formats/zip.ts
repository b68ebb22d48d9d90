/**
 * Takes single files out of a zip (PKWARE APPNOTE 6.3), never more bytes than allowed, whatever the zip claims.
 * Only what an Office document needs: stored and deflated files, no parts, no zip64.
 */
import { inflateRawSync } from 'node:zlib'
import { mebibytes, unreadable, type UnreadableDocument } from './unreadable.ts'

export interface Zip {
  names: readonly string[]
  /**
   * Null if there is no such file.
   * @throws UnreadableDocument if it is damaged, encrypted, or over what is left of the limit
   */
  read: (name: string) => Buffer | null
}

interface Entry {
  isEncrypted: boolean
  method: number
  packedBytes: number
  headerAt: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const CENTRAL_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff

/** `inflatedBytes` is for all files of the zip together. */
export function openZip(bytes: Uint8Array, document: string, inflatedBytes: number): Zip {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = readDirectory(zip, document)
  let left = inflatedBytes
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name)
      if (entry === undefined) return null
      const content = inflate(packedBytesOf(zip, entry, document), entry, left, document)
      left -= content.length
      if (left < 0) throw bomb(document, inflatedBytes)
      return content
    },
  }
}

function readDirectory(zip: Buffer, document: string): Map<string, Entry> {
  const end = findEnd(zip)
  if (end < 0) throw damaged(document)
  const count = zip.readUInt16LE(end + 10)
  const entries = new Map<string, Entry>()
  let at = zip.readUInt32LE(end + 16)
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > zip.length || zip.readUInt32LE(at) !== CENTRAL) throw damaged(document)
    const nameEnd = at + CENTRAL_BYTES + zip.readUInt16LE(at + 28)
    // Some writers use the separator of Windows.
    const name = zip.toString('utf8', at + CENTRAL_BYTES, nameEnd).replaceAll('\\', '/')
    entries.set(name, {
      isEncrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
      method: zip.readUInt16LE(at + 10),
      packedBytes: zip.readUInt32LE(at + 20),
      headerAt: zip.readUInt32LE(at + 42),
    })
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_BYTES - LONGEST_COMMENT)
  for (let at = zip.length - END_BYTES; at >= lowest; at -= 1) if (zip.readUInt32LE(at) === END) return at
  return -1
}

function packedBytesOf(zip: Buffer, { headerAt, packedBytes, isEncrypted }: Entry, document: string): Buffer {
  if (isEncrypted)
    throw unreadable('encrypted', {
      name: document,
      what: 'is protected with a password',
      todo: 'Save it without the password, and bring that file.',
    })
  if (headerAt + LOCAL_BYTES > zip.length || zip.readUInt32LE(headerAt) !== LOCAL) throw damaged(document)
  const from = headerAt + LOCAL_BYTES + zip.readUInt16LE(headerAt + 26) + zip.readUInt16LE(headerAt + 28)
  if (from + packedBytes > zip.length) throw damaged(document)
  return zip.subarray(from, from + packedBytes)
}

function inflate(packed: Buffer, { method }: Entry, most: number, document: string): Buffer {
  if (method === 0) return packed
  if (method !== 8) throw damaged(document)
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  } catch (cause) {
    if (cause instanceof RangeError) throw bomb(document, most, cause)
    throw damaged(document, cause)
  }
}

const bomb = (name: string, most: number, cause?: unknown): UnreadableDocument =>
  unreadable('zip-bomb', {
    name,
    what: `unpacks to more than ${mebibytes(most)}, the most that is read`,
    todo: 'If it is a real document, save it anew without pictures and embedded files, or as PDF, and bring that file.',
    cause,
  })

const damaged = (name: string, cause?: unknown): UnreadableDocument =>
  unreadable('damaged', {
    name,
    what: 'is damaged: its packed parts cannot be taken apart',
    todo: 'Get the file again from where it came, or open it in a word processor and save it anew.',
    cause,
  })
