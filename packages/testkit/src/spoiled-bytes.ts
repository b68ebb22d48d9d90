/** Good bytes spoiled in every way that a seed can draw: bits turned, bytes cut off, put in or doubled, numbers blown up. */
import { HOSTILE_NUMBERS } from './hostile-numbers.ts'
import { between, pickFrom, type Random } from './random.ts'

export function spoil(random: Random, bytes: Uint8Array): Uint8Array {
  const at = between(random, 0, Math.max(0, bytes.length - 1))
  switch (between(random, 0, 6)) {
    case 0:
    case 1: {
      const turned = Uint8Array.from(bytes)
      for (let bits = between(random, 1, 4); bits > 0; bits--) {
        const where = between(random, 0, Math.max(0, bytes.length - 1))
        turned[where] = (turned[where] ?? 0) ^ (1 << between(random, 0, 7))
      }
      return turned
    }
    case 2:
      return bytes.slice(0, at)
    case 3:
      return joined(bytes.subarray(0, at), new Uint8Array(between(random, 1, 8)).fill(255), bytes.subarray(at + 1))
    case 4:
      return joined(bytes.subarray(0, at), randomBytes(random, between(random, 1, 12)), bytes.subarray(at))
    case 5:
      return joined(bytes.subarray(0, at), pickFrom(random, HOSTILE_NUMBERS)[1], bytes.subarray(at + 1))
    default:
      return joined(bytes.subarray(0, at), bytes.subarray(Math.floor(at / 2)))
  }
}

export const randomBytes = (random: Random, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => between(random, 0, 255))

/** In memory of its own: nothing lies behind its end that a reader could take for more of it. */
const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts))
