/** Who takes how much of an index's room: when there is too much, the part that has most gives of its own. */

export interface Room {
  /** In UTF-16 units. */
  characters: number
  /** Different ones. */
  terms: number
}

interface Part {
  share: number
  /** The share of each of its entries. */
  entries: Map<string, number>
}

export class Shares {
  readonly #room: Room
  readonly #parts = new Map<string, Part>()
  readonly #characters = new Map<string, number>()
  #all = 0

  constructor(room: Room) {
    this.#room = room
  }

  /** Of all entries together. */
  get characters(): number {
    return this.#all
  }

  set(name: string, id: string, { characters, terms }: Room): void {
    this.delete(name, id)
    const part = this.#parts.get(name) ?? { share: 0, entries: new Map<string, number>() }
    this.#parts.set(name, part)
    const share = characters / this.#room.characters + terms / this.#room.terms
    part.entries.set(id, share)
    part.share += share
    this.#characters.set(id, characters)
    this.#all += characters
  }

  delete(name: string, id: string): void {
    const part = this.#parts.get(name)
    const share = part?.entries.get(id)
    if (part === undefined || share === undefined) return
    part.entries.delete(id)
    part.share -= share
    if (part.entries.size === 0) this.#parts.delete(name)
    this.#all -= this.#characters.get(id) ?? 0
    this.#characters.delete(id)
  }

  /** Its largest entries, until half of it is gone. Of two that have as much, the one that came last. */
  halfOfHeaviest(): string[] {
    let heaviest: Part | null = null
    for (const part of this.#parts.values()) if (heaviest === null || part.share >= heaviest.share) heaviest = part
    if (heaviest === null) return []
    const half: string[] = []
    let left = heaviest.share
    for (const [id, share] of [...heaviest.entries].toSorted(([, a], [, b]) => b - a)) {
      if (left <= heaviest.share / 2) break
      half.push(id)
      left -= share
    }
    return half
  }
}
