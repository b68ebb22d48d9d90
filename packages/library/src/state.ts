/** The form of a snapshot's bytes: who owns which client id and how far it is, then the document in pieces. */
import type { Author } from '@briefboard/store'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { Ledger } from './ledger.ts'

/** Raised when the form changes; a program that meets a higher one must not read on. */
const FORM = 1

export interface State {
  ledger: Ledger
  /** Yjs v1 updates, each building only on those before it. */
  pieces: Uint8Array[]
}

export function encodeState({ ledger, pieces }: State): Uint8Array {
  const authors = [...new Set(ledger.owners.values())]
  const numbers = new Map(authors.map((author, number) => [author, number]))
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, FORM)
    encoding.writeVarUint(encoder, authors.length)
    for (const author of authors) encoding.writeVarString(encoder, author)
    encoding.writeVarUint(encoder, ledger.clocks.size)
    for (const [client, clock] of ledger.clocks) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, numbers.get(ledger.owners.get(client) ?? '') ?? 0)
    }
    encoding.writeVarUint(encoder, pieces.length)
    for (const piece of pieces) encoding.writeVarUint8Array(encoder, piece)
  })
}

/** @throws Error in words if it was written by a later version; the store has checked that the bytes are sound */
export function decodeState(bytes: Uint8Array): State {
  const decoder = decoding.createDecoder(bytes)
  const form = decoding.readVarUint(decoder)
  if (form !== FORM) {
    throw new Error(
      `A snapshot has the form ${form}, and this version of Briefboard knows ${FORM}. Nothing was changed. ` +
        'Start the newer version that wrote it.',
    )
  }
  const authors = readMany(decoder, () => decoding.readVarString(decoder))
  const clocks: [number, number][] = []
  const owners: [number, Author][] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    clocks.push([client, decoding.readVarUint(decoder)])
    owners.push([client, authors[decoding.readVarUint(decoder)] ?? ''])
  }
  return { ledger: new Ledger(clocks, owners), pieces: readMany(decoder, () => decoding.readVarUint8Array(decoder)) }
}

function readMany<T>(decoder: decoding.Decoder, read: () => T): T[] {
  const many: T[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) many.push(read())
  return many
}
