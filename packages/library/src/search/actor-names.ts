/**
 * By which names a board's actors are found. Entries name actors by their ids alone: a board may have thousands of actors
 * with hundreds of names each, and every card may name them all.
 */
import type { Actor } from '@briefboard/board'
import { isOrBegins } from './words.ts'

/** Far more than a group has; the others are not looked at. */
const MOST_NAMES = 100
/** Of all actors together: looking at so many holds nobody up. */
const MOST_NAMES_OF_ALL = 20_000

export class ActorNames {
  readonly #names = new Map<string, readonly string[]>()

  constructor(actors: readonly Actor[]) {
    let rest = MOST_NAMES_OF_ALL
    for (const { id, name, aliases, listReference } of actors) {
      const all = [id, name, ...(listReference === null ? [] : [listReference]), ...aliases]
      const names = all.slice(0, Math.min(MOST_NAMES, rest))
      rest -= names.length
      this.#names.set(id, names)
    }
  }

  /** Says of an actor's id whether it, or a name of the actor, is the folded `value` or begins with it. Each actor is looked at once. */
  finder(value: string): (id: string) => boolean {
    const known = new Map<string, boolean>()
    return (id) => {
      let isFound = known.get(id)
      if (isFound === undefined) {
        // One that stands in a card alone is found by its id.
        isFound = [id, ...(this.#names.get(id) ?? [])].some((name) => isOrBegins(name, value))
        known.set(id, isFound)
      }
      return isFound
    }
  }
}
