/** Entries for whose words there is no room, as long as their texts together are within a bound: they may come back. */
import type { LeftOut } from './word-index.ts'

export class LeftOutEntries {
  readonly #most: number
  readonly #entries = new Map<string, LeftOut & { characters: number }>()
  /** Of their texts, in UTF-16 units. */
  characters = 0

  /** `most`: in UTF-16 units. */
  constructor(most: number) {
    this.#most = most
  }

  /** False if it was not taken: their texts would be too much. */
  add(out: LeftOut, characters: number): boolean {
    this.delete(out.id)
    if (this.characters + characters > this.#most) return false
    this.#entries.set(out.id, { ...out, characters })
    this.characters += characters
    return true
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  delete(id: string): void {
    this.characters -= this.#entries.get(id)?.characters ?? 0
    this.#entries.delete(id)
  }

  get size(): number {
    return this.#entries.size
  }

  /** A copy, to be gone through while entries come back. */
  all(): [id: string, out: LeftOut][] {
    return [...this.#entries]
  }
}
