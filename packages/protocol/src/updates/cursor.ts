/** Reads lib0's encoding from bytes that nobody has checked: every step is bounded, and nothing is built but numbers. */

/**
 * Why bytes are malformed. `unreadable`: Yjs cannot read them either. `forbidden`: Yjs might, and we do not take them,
 * since no editor writes such bytes and they cost memory, stack or agreement out of proportion.
 */
export type MalformedKind = 'unreadable' | 'forbidden'

/** The bytes are not what they should be. */
export class Malformed extends Error {
  override name = 'Malformed'
  readonly kind: MalformedKind

  constructor(kind: MalformedKind, words: string, options: ErrorOptions = {}) {
    super(words, options)
    this.kind = kind
  }
}

/** An edit has more parts than it may. */
export class TooManyParts extends Malformed {
  override name = 'TooManyParts'

  constructor() {
    super('forbidden', 'An edit has too many parts.')
  }
}

/** How deep values may lie in each other; far above what any editor makes, far below what a stack can bear. */
export const DEEPEST = 100

/**
 * How many bytes a number may take, at seven bits each: enough for every safe integer. lib0 reads on for ever, and makes
 * Infinity of what never ends, which its writer cannot write to an end.
 */
const LONGEST_NUMBER = 8

/** Of V8's lists, `JSObject::kMaxGap`. */
const LARGEST_GAP = 1024
/** So many places take as long to make as a value takes to read. */
const PLACES_AN_INNER = 32

const PROTO = new TextEncoder().encode('__proto__')
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class Cursor {
  readonly bytes: Uint8Array
  at = 0
  #containers = 0
  #values = 0
  #places = 0
  readonly #mostContainers: number
  #listedLeft: number
  #innerLeft: number

  /**
   * Lists and objects within values are two bytes here and a hundred in memory; a value of a shared list is one byte, and Yjs
   * copies all that stand side by side whenever one comes to them; keys and values within a value are read and compared in
   * one go (`inner`): so many of each may there be at most.
   */
  constructor(bytes: Uint8Array, most = { containers: Infinity, values: Infinity, inner: Infinity }) {
    this.bytes = bytes
    this.#mostContainers = most.containers
    this.#listedLeft = most.values
    this.#innerLeft = most.inner
  }

  /** How many lists and objects within values have been passed. */
  get containers(): number {
    return this.#containers
  }

  /** How many values, those in lists and objects included. */
  get values(): number {
    return this.#values
  }

  /**
   * For how many values lists are made within objects whose keys are numbers: where one comes after the other, they stand
   * in a list with room for all between, and for half as many more.
   */
  get places(): number {
    return this.#places
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }

  /** How many bytes have not been read. */
  get left(): number {
    return this.bytes.length - this.at
  }

  uint8(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw endsTooEarly()
    return byte
  }

  /** A safe integer from 0 on. */
  varUint(): number {
    const first = this.uint8()
    return first < 0x80 ? first : this.#longNumber(first & 0x7f, 128)
  }

  /** Passes over a signed number: the same form, but for a sign in the first byte. */
  skipVarInt(): void {
    const first = this.uint8()
    if (first >= 0x80) this.#longNumber(first & 0x3f, 64)
  }

  /** The number whose first byte gave `number`; each further byte counts 128 times as much as the one before. */
  #longNumber(number: number, scale: number): number {
    for (let bytes = 1; bytes < LONGEST_NUMBER; bytes++, scale *= 128) {
      const byte = this.uint8()
      number += (byte & 0x7f) * scale
      if (byte >= 0x80) continue
      if (number > Number.MAX_SAFE_INTEGER) break
      return number
    }
    throw new Malformed('forbidden', 'A number is too large.')
  }

  skip(length: number): void {
    this.at += length
    if (this.at > this.bytes.length) throw endsTooEarly()
  }

  /** Bytes behind their length, as a view. */
  block(): Uint8Array {
    const length = this.varUint()
    const from = this.at
    this.skip(length)
    return this.bytes.subarray(from, this.at)
  }

  /** Passes over a string and gives its length in UTF-16 units. @throws where it is no UTF-8 */
  string(): number {
    const length = this.varUint()
    const from = this.at
    this.skip(length)
    for (let at = from; at < this.at; at++) {
      if ((this.bytes[at] ?? 0) >= 0x80) return decode(this.bytes.subarray(from, this.at)).length
    }
    return length
  }

  text(): string {
    return decode(this.block())
  }

  /** Passes over a string that holds JSON. */
  json(): void {
    const text = this.text()
    if (isTooDeep(text)) throw tooDeep()
    // Each of them takes a bracket; those within texts are counted too.
    for (let at = 0; at < text.length; at++) {
      const char = text.charCodeAt(at)
      if (char === 0x5b || char === 0x7b) this.#open()
      // Those within texts are counted too.
      if (char === 0x2c) {
        this.#values++
        this.#countInner()
      }
    }
    this.#values++
    try {
      JSON.parse(text)
    } catch (cause) {
      throw new Malformed('unreadable', 'A value is no JSON.', { cause })
    }
  }

  /** How many values a content of a shared list has. */
  count(): number {
    const count = this.varUint()
    // Who only says so, and sends less, is not told to send less.
    if (count > this.left) throw endsTooEarly()
    this.#listedLeft -= count
    if (this.#listedLeft < 0) throw new TooManyParts()
    return count
  }

  #countInner(count = 1): void {
    this.#innerLeft -= count
    if (this.#innerLeft < 0) throw new TooManyParts()
  }

  #open(): void {
    if (++this.#containers > this.#mostContainers) throw new TooManyParts()
  }

  /**
   * An object that has this key is no plain one once lib0 has read it, and Yjs fails when it writes it. Gives the number
   * that it writes, -1 if it is none.
   */
  #key(): number {
    const key = this.block()
    if (key.length === PROTO.length && PROTO.every((byte, at) => key[at] === byte))
      throw new Malformed('forbidden', 'A value names its own prototype.')
    if (key.some((byte) => byte >= 0x80)) decode(key)
    return placeOf(key)
  }

  #object(depth: number): void {
    let places = 0
    for (let left = this.varUint(); left > 0; left--) {
      this.#countInner()
      const place = this.#key()
      // V8 makes the list larger for the next place as long as the gap is below this; beyond it there is none.
      if (place >= places && place < places + LARGEST_GAP) places = Math.floor((place + 1) * 1.5) + 16
      this.any(depth + 1)
    }
    this.#places += places
    // To make such a list costs time as well.
    this.#countInner(Math.floor(places / PLACES_AN_INNER))
  }

  /** Passes over a value of lib0's `any`. */
  any(depth = 0): void {
    if (depth > DEEPEST) throw tooDeep()
    this.#values++
    if (depth > 0) this.#countInner()
    switch (this.uint8()) {
      case 127: // undefined
      case 126: // null
      case 121: // false
      case 120: // true
        return
      case 125:
        return this.skipVarInt()
      case 124:
        return this.skip(4)
      case 123:
      case 122:
        return this.skip(8)
      case 119:
        return void this.string()
      case 118:
        this.#open()
        return this.#object(depth)
      case 117:
        this.#open()
        for (let left = this.varUint(); left > 0; left--) this.any(depth + 1)
        return
      case 116: // bytes, in a buffer of their own
        this.#open()
        return this.skip(this.varUint())
      default:
        throw new Malformed('unreadable', 'A value has no known form.')
    }
  }
}

const ZERO = 0x30
const NINE = 0x39
const MOST_DIGITS = 10

/** The place in a list that a key names, -1 if none. */
function placeOf(key: Uint8Array): number {
  if (key.length === 0 || key.length > MOST_DIGITS) return -1
  let place = 0
  for (const byte of key) {
    if (byte < ZERO || byte > NINE) return -1
    place = place * 10 + byte - ZERO
  }
  return place
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new Malformed('unreadable', 'A text is no UTF-8.', { cause })
  }
}

const endsTooEarly = (): Malformed => new Malformed('unreadable', 'The bytes end too early.')
const tooDeep = (): Malformed => new Malformed('forbidden', 'A value lies too deep.')

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Whether lists and objects lie too deep in each other; brackets within strings are text. */
export function isTooDeep(json: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < json.length; at++) {
    const char = json.charCodeAt(at)
    if (isInString) {
      if (char === BACKSLASH) at++
      else if (char === QUOTE) isInString = false
    } else if (char === QUOTE) isInString = true
    else if (char === 0x5b || char === 0x7b) {
      if (++depth > DEEPEST) return true
    } else if (char === 0x5d || char === 0x7d) depth--
  }
  return false
}
