/**
 * What the author of an item must have known: all that he had written before, all that this stood beside, what those
 * knew who wrote that, and so on. Whoever knows a character knows all earlier ones of its client.
 */
import type { References } from './references.ts'

export class Past {
  readonly #references: References
  /** The clock up to which each client is known. */
  readonly #upTo = new Map<number, number>()
  /** Known too, and what follows from that has yet to be looked up. */
  readonly #toDo = new Map<number, number>()
  #isSettled = true

  constructor(references: References) {
    this.#references = references
  }

  learn(client: number, upTo: number): void {
    if (upTo > (this.#upTo.get(client) ?? 0) && upTo > (this.#toDo.get(client) ?? 0)) this.#toDo.set(client, upTo)
  }

  /** Looks up what follows from what was learned. True if that was something new. */
  settle(): boolean {
    let isMore = false
    // What is set while this goes on comes last; of one client only the furthest is looked up.
    for (const [client, upTo] of this.#toDo) {
      this.#toDo.delete(client)
      isMore = true
      this.#upTo.set(client, upTo)
      const isRead = this.#references.tell(client, upTo, (other, clock) => this.learn(other, clock))
      if (!isRead) this.#isSettled = false
    }
    return isMore
  }

  /** All that follows could be looked up. If not, it is known in part only, and more of it can be read next time. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** He need not have known anything of anybody. Call `settle` first, as before `knows`. */
  get isEmpty(): boolean {
    return this.#upTo.size === 0
  }

  knows(client: number, clock: number): boolean {
    return clock < (this.#upTo.get(client) ?? 0)
  }
}
