/** Which cards are shown: words, quick filters, a theme, and whether the archive is open. */
import type { Board } from '@briefboard/board'
import { SvelteSet } from 'svelte/reactivity'
import { isInReview, isRising, isSevere, isUncited, type CardFacts } from './card-facts.ts'
import { finder } from './card-finder.ts'

export const QUICK = {
  rising: { label: 'Rising', holds: isRising },
  severe: { label: 'Severe or above', holds: isSevere },
  'in-review': { label: 'In review', holds: isInReview },
  uncited: { label: 'Uncited', holds: isUncited },
} as const
export type Quick = keyof typeof QUICK
export const QUICK_NAMES = Object.keys(QUICK) as Quick[]

export class BoardFilter {
  query = $state('')
  theme = $state<string | null>(null)
  archived = $state(false)
  readonly #quick = new SvelteSet<Quick>()

  has(quick: Quick): boolean {
    return this.#quick.has(quick)
  }

  toggle(quick: Quick): void {
    if (!this.#quick.delete(quick)) this.#quick.add(quick)
  }

  clear(): void {
    this.query = ''
    this.theme = null
    this.archived = false
    this.#quick.clear()
  }

  /** Something is left out beside the archive, which is left out always. */
  get active(): boolean {
    return this.query.trim() !== '' || this.theme !== null || this.archived || this.#quick.size > 0
  }

  /** The facts that pass, in the order given. */
  pass(facts: readonly CardFacts[], board: Board): CardFacts[] {
    const found = finder(this.query, board)
    return facts.filter((fact) => {
      const { card } = fact
      if ((card.status === 'archived') !== this.archived) return false
      if (this.theme !== null && !card.themes.includes(this.theme)) return false
      for (const quick of this.#quick) if (!QUICK[quick].holds(fact)) return false
      return found(card)
    })
  }
}
