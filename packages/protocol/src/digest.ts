/** Two 32-bit sums over words, which find differences and not forgeries; and what such sums add up to, for what has no order. */

/** A digest's end. */
export interface Ends {
  a: number
  b: number
}

/** What is no UTF-16 unit and no byte, so that no text can look like it. */
export const MARKS = {
  end: 0x10000,
  list: 0x10001,
  entries: 0x10002,
  formatted: 0x10003,
  node: 0x10004,
  text: 0x10005,
  bytes: 0x10006,
  plain: 0x10007,
  /** And the number that Yjs gives to the kind of content. */
  content: 0x20000,
} as const

/** Says when a stretch of work is done. */
export class Pace {
  readonly #stretch: number
  #done = 0

  constructor(stretch: number) {
    this.#stretch = stretch
  }

  isTimeAfter(work: number): boolean {
    this.#done += work
    if (this.#done < this.#stretch) return false
    this.#done = 0
    return true
  }
}

/** FNV-1a with two starts and two factors. */
export class Digest {
  readonly pace: Pace
  #a = 0x811c9dc5
  #b = 0x050c5d1f

  constructor(pace: Pace) {
    this.pace = pace
  }

  add(unit: number): void {
    this.#a = Math.imul(this.#a ^ unit, 0x01000193)
    this.#b = Math.imul(this.#b ^ unit, 0x01000197)
  }

  addText(text: string, from = 0, to = text.length): void {
    for (let at = from; at < to; at++) this.add(text.charCodeAt(at))
  }

  addBytes(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) this.add(bytes[at] ?? 0)
  }

  addEnds({ a, b }: Ends): void {
    this.add(a)
    this.add(b)
  }

  /** Sums of these would not see two keys exchange their values, were it not for `spread`. */
  get ends(): Ends {
    return { a: spread(this.#a), b: spread(this.#b) }
  }
}

/** Adds up ends, in whatever order they come. */
export class Sum {
  #a = 0
  #b = 0

  add({ a, b }: Ends): void {
    this.#a = (this.#a + a) | 0
    this.#b = (this.#b + b) | 0
  }

  subtract({ a, b }: Ends): void {
    this.#a = (this.#a - a) | 0
    this.#b = (this.#b - b) | 0
  }

  equals({ a, b }: Ends): boolean {
    return a === this.#a && b === this.#b
  }

  get ends(): Ends {
    return { a: this.#a, b: this.#b }
  }
}

/** Makes each bit depend on all others: the last step of MurmurHash3. */
function spread(sum: number): number {
  let bits = sum
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}
