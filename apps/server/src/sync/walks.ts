/**
 * How far one has looked from an item's left neighbour towards its right one, where so much stands between them that it takes
 * more than one go. What is put there meanwhile, behind one's back, the item's author cannot have known.
 */
import type { Struct } from '@briefboard/protocol'

export interface Character {
  client: number
  clock: number
}

/** How far one has come: the last character that was passed, and how many items with it. */
export interface Passed extends Character {
  count: number
}

/** So many may be under way at once; what was sent by one who has gone stays until others come. */
const MOST_WALKS = 100

export class Walks {
  /** By the item and its neighbours (another item of the same name may come in its place), how far it was passed. */
  readonly #passed = new Map<string, Passed>()

  /** Null if the walk has not begun. */
  passedFor(item: Struct, client: number): Passed | null {
    return this.#passed.get(nameOf(item, client)) ?? null
  }

  stopFor(item: Struct, client: number, passed: Passed): void {
    const name = nameOf(item, client)
    this.#passed.delete(name)
    this.#passed.set(name, passed)
    const [oldest] = this.#passed.keys()
    if (this.#passed.size > MOST_WALKS && oldest !== undefined) this.#passed.delete(oldest)
  }

  clear(): void {
    this.#passed.clear()
  }

  endFor(item: Struct, client: number): void {
    if (this.#passed.size > 0) this.#passed.delete(nameOf(item, client))
  }
}

const nameOf = (item: Struct, client: number): string => {
  const { clock, originClient, originClock, rightClient, rightClock, root, parentClient, parentClock, key } = item
  const numbers = [client, clock, originClient, originClock, rightClient, rightClock, parentClient, parentClock]
  return JSON.stringify([...numbers, root, key])
}
