/** JSON of something large, read in turns: of a document of 20 MB, `JSON.parse` takes half a second. */
import type { Steps } from '@briefboard/board'

/** So many bytes are read in one go, or so few that are left; half a millisecond. */
const AT_ONCE = 50_000

const codeOf = (character: string): number => character.charCodeAt(0)
const [QUOTE, BACKSLASH, COMMA] = [codeOf('"'), codeOf('\\'), codeOf(',')]
const [LIST, LIST_END, OBJECT, OBJECT_END] = [codeOf('['), codeOf(']'), codeOf('{'), codeOf('}')]

/** Where in the text one is. */
interface Cursor {
  bytes: Buffer
  at: number
}

/** As `JSON.parse` reads it. Of a text without spaces, as `JSON.stringify` writes it. @throws SyntaxError */
export function* parseSteps(bytes: Uint8Array): Steps<unknown> {
  const cursor = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
  const value = yield* valueSteps(cursor)
  if (cursor.at !== bytes.length) throw notJson(cursor.at)
  return value
}

function* valueSteps(cursor: Cursor): Steps<unknown> {
  const { bytes, at } = cursor
  const end = endOf(bytes, at, AT_ONCE)
  if (end === null && bytes[at] === LIST) return yield* listSteps(cursor)
  if (end === null && bytes[at] === OBJECT) return yield* objectSteps(cursor)
  cursor.at = end ?? endOfString(bytes, at)
  const value = parsed(bytes, at, cursor.at)
  yield
  return value
}

/** Small neighbours are read together: a list may have a hundred thousand of them. */
function* listSteps(cursor: Cursor): Steps<unknown[]> {
  const { bytes } = cursor
  const list: unknown[] = []
  do {
    const from = ++cursor.at
    let end = endOf(bytes, from, AT_ONCE)
    if (end === null) list.push(yield* valueSteps(cursor))
    else {
      while (bytes[(cursor.at = end)] === COMMA) {
        end = endOf(bytes, end + 1, AT_ONCE - (end - from))
        if (end === null) break
      }
      // Where the text is JSON, what stands between the ends of two entries is entries.
      for (const one of JSON.parse(`[${bytes.toString('utf8', from, cursor.at)}]`) as unknown[]) list.push(one)
      yield
    }
  } while (bytes[cursor.at] === COMMA)
  leave(cursor, LIST_END)
  return list
}

function* objectSteps(cursor: Cursor): Steps<Record<string, unknown>> {
  const { bytes } = cursor
  const entries: [string, unknown][] = []
  do {
    const from = cursor.at + 1
    const end = endOfString(bytes, from)
    // What has passed as a string is one.
    const key = parsed(bytes, from, end) as string
    cursor.at = end + 1
    entries.push([key, yield* valueSteps(cursor)])
  } while (bytes[cursor.at] === COMMA)
  leave(cursor, OBJECT_END)
  return Object.fromEntries(entries)
}

function leave(cursor: Cursor, end: number): void {
  if (cursor.bytes[cursor.at] !== end) throw notJson(cursor.at)
  cursor.at++
}

const parsed = (bytes: Buffer, from: number, end: number): unknown => JSON.parse(bytes.toString('utf8', from, end))

/** Behind the value that begins there; null if it has more bytes than `most`. */
function endOf(bytes: Buffer, from: number, most: number): number | null {
  let depth = 0
  for (let at = from; at - from <= most;) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at)
        break
      case LIST:
      case OBJECT:
        depth++
        at++
        break
      case LIST_END:
      case OBJECT_END:
      case COMMA:
        if (depth === 0) return at
        if (bytes[at++] !== COMMA) depth--
        break
      case undefined:
        return at
      default:
        at++
        continue
    }
    if (depth === 0) return at - from <= most ? at : null
  }
  return null
}

/** @throws SyntaxError */
function endOfString(bytes: Buffer, from: number): number {
  if (bytes[from] !== QUOTE) throw notJson(from)
  for (let at = from; ;) {
    at = bytes.indexOf(QUOTE, at + 1)
    if (at < 0) throw notJson(from)
    let before = at
    while (bytes[before - 1] === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at + 1
  }
}

const notJson = (at: number): SyntaxError => new SyntaxError(`There is no JSON at byte ${at}.`)
