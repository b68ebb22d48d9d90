/** Dragging cards between and within columns. The library is loaded after the first paint, and only for those who may write. */
import type { Place } from '@briefboard/board'
import type { Attachment } from 'svelte/attachments'

type Adapter = typeof import('@atlaskit/pragmatic-drag-and-drop/element/adapter')

export class CardDrag {
  #adapter = $state.raw<Adapter | null>(null)
  #dragged = $state<string | null>(null)
  #over = $state.raw<Place | null>(null)
  readonly #onDrop: (card: string, place: Place) => void

  constructor(onDrop: (card: string, place: Place) => void) {
    this.#onDrop = onDrop
  }

  /** The card in the hand. */
  get dragged(): string | null {
    return this.#dragged
  }

  /** Where it would be dropped. */
  get over(): Place | null {
    return this.#over
  }

  async load(): Promise<void> {
    this.#adapter = await import('@atlaskit/pragmatic-drag-and-drop/element/adapter')
  }

  /** Makes an element the card that can be dragged. */
  card(id: string): Attachment<HTMLElement> {
    return (element) =>
      this.#adapter?.draggable({
        element,
        getInitialData: () => ({ card: id }),
        onDragStart: () => (this.#dragged = id),
        onDrop: () => (this.#dragged = null),
      })
  }

  /** Makes an element the column that takes cards; those in it bear `data-card`. */
  column(region: string): Attachment<HTMLElement> {
    return (element) =>
      this.#adapter?.dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data['card'] === 'string',
        onDrag: ({ location, source }) =>
          this.#look(element, region, location.current.input.clientY, source.data['card']),
        onDragLeave: () => (this.#over = null),
        onDrop: ({ location, source }) => {
          const card = source.data['card']
          this.#over = null
          // Looked up anew: a quick hand lets go before the last place under the pointer has been told.
          const before = beforeAt(element, location.current.input.clientY, card)
          if (typeof card === 'string') this.#onDrop(card, { region, before })
        },
      })
  }

  #look(column: HTMLElement, region: string, y: number, dragged: unknown): void {
    const before = beforeAt(column, y, dragged)
    if (this.#over?.region !== region || this.#over.before !== before) this.#over = { region, before }
  }
}

/** The card whose middle lies below the pointer, the dragged one aside; null at the end. */
function beforeAt(column: HTMLElement, y: number, dragged: unknown): string | null {
  for (const card of column.querySelectorAll<HTMLElement>('[data-card]')) {
    if (card.dataset['card'] === dragged) continue
    const { top, height } = card.getBoundingClientRect()
    if (y < top + height / 2) return card.dataset['card'] ?? null
  }
  return null
}
