/** What is said to a screen reader without a place on the page: one sentence at a time. */
import { getContext, setContext, untrack } from 'svelte'

export class Announcer {
  #words = $state('')

  get words(): string {
    return this.#words
  }

  say(words: string): void {
    // The same sentence twice is heard twice only if the text differs. An effect that speaks does not hang on what was said.
    this.#words = words === untrack(() => this.#words) ? `${words}\u00a0` : words
  }
}

const KEY = Symbol('announcer')

export const setAnnouncer = (): Announcer => setContext(KEY, new Announcer())
export const getAnnouncer = (): Announcer => getContext<Announcer>(KEY)
