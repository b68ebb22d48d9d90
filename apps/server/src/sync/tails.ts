/**
 * The last item of each client that writes here, in a text or list. Whoever types on puts the next one right behind it,
 * before the same right neighbour: since the author had learned of nothing in between, that fits wherever the last one did.
 */
import { TYPE, type KnownClock, type Scan, type Struct } from '@briefboard/protocol'
import type { Fitting } from './placement.ts'

/** Enough for all who write in one room at a time. */
const MOST = 500

export interface Tail {
  client: number
  end: number
  rightClient: number
  rightClock: number
}

export class Tails {
  readonly #tails = new Map<number, Tail>()

  /** If all that an update brings is one person's typing on: its last item. Types are not typed, and have a depth. */
  continued({ sections }: Scan, known: KnownClock): Tail | null {
    const [section, ...others] = sections
    if (section === undefined || others.length > 0) return null
    let tail = this.#tails.get(section.client)
    if (tail === undefined || tail.end !== section.clock || tail.end !== known(section.client)) return null
    for (const struct of section.structs) {
      if (!continues(tail, struct)) return null
      tail = tailOf(tail.client, struct)
    }
    return tail
  }

  take(tails: readonly Tail[]): void {
    for (const tail of tails) {
      // The newest come last, so that the oldest can go first.
      this.#tails.delete(tail.client)
      this.#tails.set(tail.client, tail)
    }
    for (const client of this.#tails.keys()) {
      if (this.#tails.size <= MOST) break
      this.#tails.delete(client)
    }
  }

  clear(): void {
    this.#tails.clear()
  }
}

/** The last item of each client, if it lies in a text or list. */
export function tailsOf(fitting: readonly Fitting[]): Tail[] {
  const last = new Map(fitting.map((one) => [one.client, one]))
  return [...last.values()].flatMap(({ client, struct, place }) =>
    place === null || place.key !== null ? [] : [tailOf(client, struct)],
  )
}

const tailOf = (client: number, { clock, length, rightClient, rightClock }: Struct): Tail => ({
  client,
  end: clock + length,
  rightClient,
  rightClock,
})

const continues = (tail: Tail, struct: Struct): boolean =>
  struct.kind === 'item' &&
  struct.content !== TYPE &&
  struct.originClient === tail.client &&
  struct.originClock === tail.end - 1 &&
  struct.rightClient === tail.rightClient &&
  struct.rightClock === tail.rightClock
