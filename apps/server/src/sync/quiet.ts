/** What a room does when it has been quiet for a while: compaction, and comparing hashes with its clients. */

export class Quiet {
  readonly #afterMs: number
  readonly #onQuiet: () => void
  #timer: NodeJS.Timeout | null = null

  constructor(afterMs: number, onQuiet: () => void) {
    this.#afterMs = afterMs
    this.#onQuiet = onQuiet
  }

  /** Something has happened: the quiet begins anew. */
  stir(): void {
    if (this.#timer !== null) return void this.#timer.refresh()
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#onQuiet()
    }, this.#afterMs).unref()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
