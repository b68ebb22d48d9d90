/**
 * What the author of an item must have known: all that he had written before, all that this stood beside, what those
 * knew who wrote that, and so on. Whoever knows a character knows all earlier ones of its client. It is looked up only
 * when somebody asks: most items are put where nothing stands that their authors might have known.
 */
import type { References } from './references.ts'

export class Past {
  readonly #references: References
  /** The clock up to which each client is known. */
  readonly #upTo = new Map<number, number>()
  /** The clock up to which it was looked up what follows from that. */
  readonly #followed = new Map<number, number>()
  /** Of whom more is known than was looked up. */
  readonly #toDo = new Set<number>()
  #isSettled = true

  constructor(references: References) {
    this.#references = references
  }

  learn(client: number, upTo: number): void {
    if (upTo <= (this.#upTo.get(client) ?? 0)) return
    this.#upTo.set(client, upTo)
    this.#toDo.add(client)
  }

  /** Looks up what follows from what was learned. True if something was new, or had yet to be looked up. */
  settle(): boolean {
    const isMore = this.#toDo.size > 0
    this.#isSettled = true
    // Who is learned of anew while this goes on comes last. Only what is new of each is told: one whom many knew, each a
    // little further, would otherwise be told as a whole for each of them.
    for (const client of this.#toDo) {
      const upTo = this.#upTo.get(client) ?? 0
      const from = this.#followed.get(client) ?? 0
      if (!this.#references.tell(client, { from, upTo }, (other, clock) => this.learn(other, clock))) {
        this.#isSettled = false
        return isMore
      }
      this.#followed.set(client, upTo)
      this.#toDo.delete(client)
    }
    return isMore
  }

  /** All that was asked for could be looked up. If not, it is known in part only, and more of it can be read next time. */
  get isSettled(): boolean {
    return this.#isSettled
  }

  /** Look at `isSettled` after it: if not, false may only mean that it is not known as yet. */
  knows(client: number, clock: number): boolean {
    if (this.#toDo.size > 0) this.settle()
    return clock < (this.#upTo.get(client) ?? 0)
  }
}
