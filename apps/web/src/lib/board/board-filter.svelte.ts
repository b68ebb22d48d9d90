/** Which cards are shown: words, quick filters, a theme, and whether the archive is open. */
import { THEMES, type Board, type Card } from '@briefboard/board'
import { SvelteSet } from 'svelte/reactivity'
import { countryName, folded } from '#lib/ui/words.ts'
import { isInReview, isRising, isSevere, isUncited, type CardFacts } from './card-facts.ts'

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
    const words = folded(this.query).split(/\s+/).filter(Boolean)
    const actors = new Map(board.actors.map((actor) => [actor.id, [actor.name, ...actor.aliases].join(' ')]))
    return facts.filter((fact) => {
      const { card } = fact
      if ((card.status === 'archived') !== this.archived) return false
      if (this.theme !== null && !card.themes.includes(this.theme)) return false
      for (const quick of this.#quick) if (!QUICK[quick].holds(fact)) return false
      if (words.length === 0) return true
      const text = searchText(card, actors)
      return words.every((word) => text.includes(word))
    })
  }
}

/** All that a card is found by: title, key judgement, actors with aliases, countries, themes and tags. */
function searchText(card: Card, actors: ReadonlyMap<string, string>): string {
  const themes = card.themes.map((theme) => (theme in THEMES ? THEMES[theme as keyof typeof THEMES] : theme))
  const named = card.actors.map((id) => actors.get(id) ?? '')
  return folded([card.title, card.keyJudgement, ...named, ...card.countries.map(countryName), ...themes, ...card.tags].join(' '))
}
