/** What all clients of a load count together, while it is being measured. */
import { Histogram } from '../measure/histogram.ts'

export class Tally {
  /** Letters that writers have sent. */
  updates = 0
  /** Letters that other clients than their writer have received. */
  deliveries = 0
  /** Presence messages received. */
  awareness = 0
  /** From sending to receiving, one for each delivery. */
  edit = new Histogram()
  /** From sending to "saved", one for each update. */
  saved = new Histogram()
  isOpen = false
  readonly #trouble = new Map<string, number>()

  begin(): void {
    this.updates = 0
    this.deliveries = 0
    this.awareness = 0
    this.edit = new Histogram()
    this.saved = new Histogram()
    this.isOpen = true
  }

  end(): void {
    this.isOpen = false
  }

  note(trouble: string): void {
    this.#trouble.set(trouble, (this.#trouble.get(trouble) ?? 0) + 1)
  }

  /** In words, each with how often it was. */
  trouble(): string[] {
    return [...this.#trouble].map(([what, times]) => `${what} (${times} ×)`)
  }
}
