/** In which texts a term stands, and how often: most terms stand in one, for which a map would take four times as much memory. */

export class Occurrences<Text> {
  #only: Text | null = null
  #times = 0
  #several: Map<Text, number> | null = null

  /** In how many texts. */
  get size(): number {
    return this.#several?.size ?? (this.#only === null ? 0 : 1)
  }

  /** Counts one more. @returns how many there are in this text */
  add(text: Text): number {
    if (this.#several === null && (this.#only ?? text) === text) {
      this.#only = text
      return ++this.#times
    }
    if (this.#several === null) {
      this.#several = new Map(this)
      this.#only = null
    }
    const times = (this.#several.get(text) ?? 0) + 1
    this.#several.set(text, times)
    return times
  }

  /** Forgets a text. */
  delete(text: Text): void {
    if (this.#several !== null) this.#several.delete(text)
    else if (this.#only === text) this.#only = null
    if (this.#only === null) this.#times = 0
  }

  [Symbol.iterator](): Iterator<[text: Text, times: number]> {
    if (this.#several !== null) return this.#several.entries()
    const only: [Text, number][] = this.#only === null ? [] : [[this.#only, this.#times]]
    return only.values()
  }
}
