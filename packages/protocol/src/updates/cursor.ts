/** Reads lib0's encoding from bytes that nobody has checked: every step is bounded, and nothing is built but numbers. */

/** The bytes are not what they should be. */
export class Malformed extends Error {
  override name = 'Malformed'
}

/** How deep values may lie in each other; far above what any editor makes, far below what a stack can bear. */
export const DEEPEST = 100

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export class Cursor {
  readonly bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  uint8(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new Malformed('The bytes end too early.')
    return byte
  }

  varUint(): number {
    let number = this.uint8()
    if (number < 0x80) return number
    number &= 0x7f
    for (let scale = 128; ; scale *= 128) {
      const byte = this.uint8()
      number += (byte & 0x7f) * scale
      if (number > Number.MAX_SAFE_INTEGER) throw new Malformed('A number is too large.')
      if (byte < 0x80) return number
    }
  }

  /** Signed numbers have the same form but for a sign in the first byte. */
  skipVarInt(): void {
    let scale = 1
    while (this.uint8() >= 0x80) if ((scale *= 128) > 2 ** 56) throw new Malformed('A number is too large.')
  }

  skip(length: number): void {
    this.at += length
    if (this.at > this.bytes.length) throw new Malformed('The bytes end too early.')
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
    const length = this.varUint()
    const from = this.at
    this.skip(length)
    return decode(this.bytes.subarray(from, this.at))
  }

  /** Passes over a string that holds JSON. */
  json(): void {
    const text = this.text()
    if (isTooDeep(text)) throw new Malformed('A value lies too deep.')
    try {
      JSON.parse(text)
    } catch (cause) {
      throw new Malformed('A value is no JSON.', { cause })
    }
  }

  /** Passes over a value of lib0's `any`. */
  any(depth = 0): void {
    if (depth > DEEPEST) throw new Malformed('A value lies too deep.')
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
        for (let left = this.varUint(); left > 0; left--) {
          this.string()
          this.any(depth + 1)
        }
        return
      case 117:
        for (let left = this.varUint(); left > 0; left--) this.any(depth + 1)
        return
      case 116:
        return this.skip(this.varUint())
      default:
        throw new Malformed('A value has no known form.')
    }
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    throw new Malformed('A text is no UTF-8.', { cause })
  }
}

/** Brackets are counted wherever they stand: JSON with more than a hundred more opened than closed is no editor's. */
function isTooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const char = json.charCodeAt(at)
    if (char === 0x5b || char === 0x7b) depth++
    else if (char === 0x5d || char === 0x7d) depth--
    if (depth > DEEPEST) return true
  }
  return false
}
