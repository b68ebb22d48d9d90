/** Numbers as lib0 writes them, and as nobody does: without an end, padded, beyond what is safe; and what carries them. */
import * as encoding from 'lib0/encoding'
import { newClientId } from './forged.ts'

/** A number of seven bits a byte that goes on for so long that it reads as Infinity. */
export const ENDLESS = Uint8Array.of(...new Array<number>(147).fill(0x80), 1)
/** The same, but with nothing behind it: a reader that multiplies gets NaN of it. */
export const NOT_A_NUMBER = Uint8Array.of(...new Array<number>(147).fill(0x80), 0)
/** 2^56 - 1. */
export const UNSAFE = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)
/** Zero, on nine bytes. */
export const PADDED = Uint8Array.of(...new Array<number>(8).fill(0x80), 0)

export const HOSTILE_NUMBERS: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['a number without an end', ENDLESS],
  ['a number that is none', NOT_A_NUMBER],
  ['a number beyond 2^53', UNSAFE],
  ['a zero of nine bytes', PADDED],
]

/** A frame of bytes and numbers, in order. */
export const frameOf = (...parts: readonly (number | Uint8Array)[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else encoding.writeUint8Array(encoder, part)
    }
  })

/** One new item whose content ends in a signed number that Yjs cannot read: it is larger than any safe integer. */
export function unreadableSignedNumber(client = newClientId()): Uint8Array {
  const number = Uint8Array.of(0x7d, 0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)
  return frameOf(1, 1, client, 0, 8, 1, Uint8Array.of(1, 0x6e), 1, number, 0)
}

/** An item whose JSON closes brackets in a text, and so seems less deep than it is. */
export function deepJsonBehindText(depth: number, client = newClientId()): Uint8Array {
  const json = `["${']'.repeat(depth)}",${'['.repeat(depth)}${']'.repeat(depth)}]`
  return encoding.encode((encoder) => {
    for (const head of [1, 1, client, 0, 5, 1]) encoding.writeVarUint(encoder, head)
    for (const text of ['forged', json]) encoding.writeVarString(encoder, text)
    encoding.writeVarUint(encoder, 0)
  })
}
