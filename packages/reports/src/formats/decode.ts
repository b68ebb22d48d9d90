/** Bytes to text: finds the encoding, and names what it had to guess and what is broken. */
import { unreadable } from './unreadable.ts'

export interface Decoded {
  text: string
  warnings: string[]
}

const MOST_NAMED = 3

/**
 * `declared` is the encoding that the document itself names, if it does; UTF-8 that is valid is believed more.
 * @throws UnreadableDocument `binary` if it is no text
 */
export function decode(bytes: Uint8Array, name: string, declared: string | null = null): Decoded {
  const decoded = byMark(bytes) ?? byUtf32Guess(bytes) ?? byUtf16Guess(bytes) ?? byContent(bytes, declared)
  if (isBinary(decoded.text))
    throw unreadable('binary', {
      name,
      what: 'holds bytes that are no text, and is no document that is read here',
      todo: 'Bring the document as TXT, Markdown, HTML, PDF or DOCX.',
    })
  return decoded
}

function byMark(bytes: Uint8Array): Decoded | null {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return utf8(bytes.subarray(3), 3)
  // UTF-32 before UTF-16, whose mark is the beginning of this one.
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return utf32(bytes.subarray(4), true)
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return utf32(bytes.subarray(4), false)
  if (a === 0xff && b === 0xfe) return utf16(bytes.subarray(2), 'utf-16le')
  if (a === 0xfe && b === 0xff) return utf16(bytes.subarray(2), 'utf-16be')
  return null
}

/** Four bytes a character, of which the highest is always zero and the next at most 16: nothing else looks so. */
function byUtf32Guess(bytes: Uint8Array): Decoded | null {
  const seen = bytes.subarray(0, Math.min(4096, bytes.length - (bytes.length % 4)))
  if (seen.length < 8) return null
  const view = new DataView(seen.buffer, seen.byteOffset, seen.byteLength)
  const isAll = (littleEnd: boolean): boolean => {
    for (let at = 0; at < seen.length; at += 4) if (!isCharacter(view.getUint32(at, littleEnd))) return false
    return true
  }
  const littleEnd = isAll(true)
  if (!littleEnd && !isAll(false)) return null
  const decoded = utf32(bytes, littleEnd)
  return { ...decoded, warnings: ['The file does not name its encoding; it was read as UTF-32.', ...decoded.warnings] }
}

const isCharacter = (code: number): boolean => code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)

function utf32(bytes: Uint8Array, littleEnd: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const characters: string[] = []
  let broken = bytes.length % 4 === 0 ? 0 : 1
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEnd)
    if (!isCharacter(code)) broken++
    characters.push(isCharacter(code) ? String.fromCodePoint(code) : '\ufffd')
  }
  return { text: characters.join(''), warnings: brokenSigns(broken, 'UTF-32') }
}

/** Text in Latin letters has a zero in every other byte; half of them are enough, for there are signs outside Latin. */
function byUtf16Guess(bytes: Uint8Array): Decoded | null {
  const seen = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [index, byte] of seen.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const enough = seen.length / 4
  if (seen.length < 4 || Math.max(even, odd) < enough || Math.min(even, odd) > enough / 10) return null
  const decoded = utf16(bytes, odd > even ? 'utf-16le' : 'utf-16be')
  return { ...decoded, warnings: ['The file does not name its encoding; it was read as UTF-16.', ...decoded.warnings] }
}

function utf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Decoded {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
  return { text, warnings: brokenSigns([...text.matchAll(/\ufffd/g)].length, 'UTF-16') }
}

const brokenSigns = (count: number, encoding: string): string[] =>
  count === 0 ? [] : [`${counted(count, 'broken sign')} of ${encoding} cannot be known; shown as \ufffd.`]

function byContent(bytes: Uint8Array, declared: string | null): Decoded {
  const broken = brokenUtf8(bytes)
  if (broken.count === 0) return { text: new TextDecoder('utf-8').decode(bytes), warnings: [] }
  const named = declared === null ? null : decoderFor(declared)
  if (named !== null && named.encoding !== 'utf-8') return { text: named.decode(bytes), warnings: [] }
  if (broken.longCharacters >= broken.count) return utf8(bytes, 0)
  return {
    text: new TextDecoder('windows-1252').decode(bytes),
    warnings: [
      'The file is not UTF-8; it was read as windows-1252 (Western Europe). Look at accents and quotation marks.',
    ],
  }
}

/** `offset` is where the bytes begin in the file. */
function utf8(bytes: Uint8Array, offset: number): Decoded {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const { count, first } = brokenUtf8(bytes)
  if (count === 0) return { text, warnings: [] }
  const places = first
    .map((at) => `0x${bytes[at]?.toString(16).padStart(2, '0')} at byte ${offset + at + 1}`)
    .join(', ')
  const more = count > first.length ? ', …' : ''
  return {
    text,
    warnings: [`${counted(count, 'broken byte')} of UTF-8 (${places}${more}) cannot be known; shown as \ufffd.`],
  }
}

function decoderFor(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label)
  } catch {
    // The document names an encoding that does not exist: as good as none.
    return null
  }
}

/** Where bytes fit no character (RFC 3629, without its finest cases), and how many characters of several bytes are whole. */
function brokenUtf8(bytes: Uint8Array): { count: number; first: number[]; longCharacters: number } {
  const first: number[] = []
  let count = 0
  let longCharacters = 0
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0
    const length = lengthByFirstByte(byte)
    if (length > 0 && isFollowed(bytes, at, length)) {
      if (length > 1) longCharacters += 1
      at += length
      continue
    }
    count += 1
    if (first.length < MOST_NAMED) first.push(at)
    at += 1
  }
  return { count, first, longCharacters }
}

function lengthByFirstByte(byte: number): number {
  if (byte < 0x80) return 1
  if (byte >= 0xc2 && byte < 0xe0) return 2
  if (byte >= 0xe0 && byte < 0xf0) return 3
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0
}

function isFollowed(bytes: Uint8Array, at: number, length: number): boolean {
  for (let next = at + 1; next < at + length; next += 1) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return false
  return true
}

/** A few control characters happen in text; one in fifty does not. */
function isBinary(text: string): boolean {
  const seen = text.slice(0, 65_536)
  const controls = seen.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0
  return seen.includes('\0\0\0') || controls > Math.max(2, seen.length / 50)
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
