/** One card of the board is in the tab order; the arrow keys go from card to card and from column to column. */
import { tick } from 'svelte'
import type { Column } from './columns.ts'

export class CardFocus {
  #current = $state<string | null>(null)
  readonly #columns: () => Column[]
  #root: HTMLElement | null = null
  /** A card's link has the focus, or had it until it was drawn anew elsewhere. */
  #inside = false

  constructor(columns: () => Column[]) {
    this.#columns = columns
  }

  /** The card that Tab comes to: where the focus was last, or the first. */
  current: string | null = $derived.by(() => {
    const cards = this.#columns().flatMap((column) => column.cards)
    const known = cards.some(({ card }) => card.id === this.#current)
    return known ? this.#current : (cards[0]?.card.id ?? null)
  })

  /** The element that holds the cards' links, each with `data-card-link`. */
  readonly within = (root: HTMLElement): (() => void) => {
    this.#root = root
    return () => (this.#root = null)
  }

  note(card: string): void {
    this.#current = card
    this.#inside = true
  }

  /** The focus has gone from a link: for good, unless the link itself is gone. */
  left(link: Element): void {
    queueMicrotask(() => {
      if (link.isConnected && document.activeElement !== link) this.#inside = false
    })
  }

  /** After the cards were drawn: a card that moved while it had the focus has it again. */
  keep(): void {
    const lost = document.activeElement === null || document.activeElement === document.body
    if (this.#inside && lost && this.current !== null) void this.to(this.current)
  }

  async to(card: string): Promise<void> {
    this.#current = card
    await tick()
    const link = this.#root?.querySelector<HTMLElement>(`[data-card-link="${CSS.escape(card)}"]`)
    link?.focus()
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  /** Takes a key on the focused card; true if it was one of ours. */
  key(name: string): boolean {
    const columns = this.#columns().filter(({ cards }) => cards.length > 0)
    const at = columns.findIndex(({ cards }) => cards.some(({ card }) => card.id === this.current))
    const column = columns[at]
    if (column === undefined) return false
    const index = column.cards.findIndex(({ card }) => card.id === this.current)
    const target = cardAt(columns, name, at, index)
    if (target === undefined) return false
    if (target !== null) void this.to(target)
    return true
  }
}

/** Undefined if the key is none of ours; null if there is nothing in that direction. */
function cardAt(columns: Column[], name: string, at: number, index: number): string | null | undefined {
  const pick = (column: Column | undefined, row: number): string | null =>
    column?.cards[Math.min(row, column.cards.length - 1)]?.card.id ?? null
  switch (name) {
    case 'ArrowUp':
      return index === 0 ? null : pick(columns[at], index - 1)
    case 'ArrowDown':
      return pick(columns[at], index + 1)
    case 'ArrowLeft':
      return at === 0 ? null : pick(columns[at - 1], index)
    case 'ArrowRight':
      return pick(columns[at + 1], index)
    case 'Home':
      return pick(columns[at], 0)
    case 'End':
      return pick(columns[at], Infinity)
    default:
      return undefined
  }
}
