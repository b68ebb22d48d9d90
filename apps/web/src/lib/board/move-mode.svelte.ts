/** Moving a card by keyboard: picked up, shown where it would stand, dropped or put back; each step is said aloud. */
import type { Announcer } from '#lib/ui/announcer.svelte.ts'
import type { CardActions } from './card-actions.ts'
import type { Column } from './columns.ts'
import type { CardFacts } from './card-facts.ts'

interface Held {
  facts: CardFacts
  region: string
  index: number
}

export class MoveMode {
  #held = $state.raw<Held | null>(null)
  readonly #columns: () => Column[]
  readonly #actions: () => CardActions | null
  readonly #announcer: Announcer

  constructor(columns: () => Column[], actions: () => CardActions | null, announcer: Announcer) {
    this.#columns = columns
    this.#actions = actions
    this.#announcer = announcer
  }

  get card(): string | null {
    return this.#held?.facts.card.id ?? null
  }

  /** The columns with the held card where it would stand. */
  columns: Column[] = $derived.by(() => {
    const held = this.#held
    if (held === null) return this.#columns()
    return this.#without(held).map((column) =>
      column.region.id === held.region
        ? { ...column, cards: column.cards.toSpliced(held.index, 0, held.facts) }
        : column,
    )
  })

  #without({ facts }: Held): Column[] {
    return this.#columns().map((column) => ({
      ...column,
      cards: column.cards.filter(({ card }) => card.id !== facts.card.id),
    }))
  }

  begin(facts: CardFacts): void {
    if (this.#actions() === null || facts.card.status === 'archived') return
    const index = this.#columns()
      .find(({ region }) => region.id === facts.card.region)
      ?.cards.findIndex(({ card }) => card.id === facts.card.id)
    this.#held = { facts, region: facts.card.region, index: index ?? 0 }
    this.#announcer.say(
      `Moving “${facts.card.title}”. ${this.#place()} Arrow keys move it, Enter drops it, Escape puts it back.`,
    )
  }

  /** Takes a key while a card is held; true if it was one of ours. */
  key(name: string): boolean {
    const held = this.#held
    if (held === null) return false
    switch (name) {
      case 'ArrowUp':
        this.#to(held, 0, -1)
        return true
      case 'ArrowDown':
        this.#to(held, 0, 1)
        return true
      case 'ArrowLeft':
        this.#to(held, -1, 0)
        return true
      case 'ArrowRight':
        this.#to(held, 1, 0)
        return true
      case 'Enter':
      case ' ':
        this.#drop(held)
        return true
      case 'Escape':
        this.cancel()
        return true
      default:
        return false
    }
  }

  cancel(): void {
    if (this.#held === null) return
    this.#announcer.say(`“${this.#held.facts.card.title}” is back where it was.`)
    this.#held = null
  }

  #to(held: Held, across: number, down: number): void {
    const columns = this.#without(held).filter(({ region }) => region.id !== '')
    const at = columns.findIndex(({ region }) => region.id === held.region)
    const column = columns[Math.min(Math.max(at + across, 0), columns.length - 1)]
    if (column === undefined) return
    const index = Math.min(Math.max(held.index + down, 0), column.cards.length)
    this.#held = { ...held, region: column.region.id, index }
    this.#announcer.say(this.#place())
  }

  #drop(held: Held): void {
    const cards = this.#without(held).find(({ region }) => region.id === held.region)?.cards ?? []
    const place = { region: held.region, before: cards[held.index]?.card.id ?? null }
    const isMoved = this.#actions()?.move(held.facts.card.id, place) ?? false
    this.#announcer.say(isMoved ? `Dropped. ${this.#place()}` : 'The card was not moved.')
    this.#held = null
  }

  #place(): string {
    const held = this.#held
    const column = this.columns.find(({ region }) => region.id === held?.region)
    return held === null || column === undefined
      ? ''
      : `${column.region.name}, position ${held.index + 1} of ${column.cards.length}.`
  }
}
