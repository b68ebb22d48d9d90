/**
 * What is on its way into the log, by where it will stand: an item that is judged meanwhile will find it there, although
 * the document does not show it yet. Never fewer than there will be.
 */
import type { Scan } from '@briefboard/protocol'
import { leftOf } from './authors-view.ts'
import type { Fitting } from './placement.ts'

interface Spot {
  /** Who has put something there. */
  clients: Set<number>
  /** How many structs of theirs are on their way, there or elsewhere. */
  structs: number
}

export class UnderWay {
  /** How many structs of each client. */
  readonly #structs = new Map<number, number>()
  /** By what items were put right of: by its name, and by its client. */
  readonly #spots = new Map<string | number, Spot>()
  /** Of each client, where it has put something. */
  readonly #names = new Map<number, (string | number)[]>()
  #total = 0

  get total(): number {
    return this.#total
  }

  /** `news` says where the items lie; of someone's typing on, nothing needs to be said. */
  add({ sections }: Scan, news: readonly Fitting[]): void {
    const starts = new Map(sections.map(({ client, clock }) => [client, clock]))
    for (const { client, structs } of sections) {
      this.#count(client, structs.length)
      const [first] = structs
      if (news.length === 0 && first !== undefined) this.#put(client, leftOf(first, null), first.originClient)
    }
    for (const { client, struct, place } of news) {
      const isBehindOwn = struct.originClient === client && struct.originClock >= (starts.get(client) ?? 0)
      if (!isBehindOwn) this.#put(client, leftOf(struct, place), struct.originClient)
    }
  }

  #put(client: number, left: string, leftClient: number): void {
    const names = this.#names.get(client) ?? []
    this.#names.set(client, names)
    for (const name of [left, leftClient]) {
      const spot = this.#spots.get(name) ?? { clients: new Set(), structs: 0 }
      this.#spots.set(name, spot)
      if (spot.clients.has(client)) continue
      spot.clients.add(client)
      spot.structs += this.#structs.get(client) ?? 0
      names.push(name)
    }
  }

  #count(client: number, structs: number): void {
    this.#structs.set(client, (this.#structs.get(client) ?? 0) + structs)
    this.#total += structs
    for (const name of this.#names.get(client) ?? []) {
      const spot = this.#spots.get(name)
      if (spot !== undefined) spot.structs += structs
    }
  }

  /** How many may come to stand right of a place, or of anything of these clients. */
  behind(left: string, passed: Iterable<number>): number {
    let count = this.#spots.get(left)?.structs ?? 0
    for (const client of passed) count += (this.#structs.get(client) ?? 0) + (this.#spots.get(client)?.structs ?? 0)
    return Math.min(count, this.#total)
  }

  /** It stands in the log. */
  arrived({ sections }: Scan): void {
    for (const { client, structs } of sections) {
      const before = this.#structs.get(client)
      if (before === undefined) continue
      this.#count(client, -Math.min(before, structs.length))
      if (before <= structs.length) this.#forget(client)
    }
  }

  #forget(client: number): void {
    this.#structs.delete(client)
    for (const name of this.#names.get(client) ?? []) {
      const spot = this.#spots.get(name)
      spot?.clients.delete(client)
      if (spot?.clients.size === 0) this.#spots.delete(name)
    }
    this.#names.delete(client)
  }

  clear(): void {
    for (const map of [this.#structs, this.#spots, this.#names]) map.clear()
    this.#total = 0
  }
}
