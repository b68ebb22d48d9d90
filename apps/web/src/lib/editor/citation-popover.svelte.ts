/** Which citation's paragraph is being looked at: follows the pointer, the focus and the editor's selection over a card's chips. */
import type { Citation } from '@briefboard/board'
import { citationAt } from './chip-attributes.ts'

/** A pointer that only passes over a chip shows nothing; one on its way into the popover does not lose it. */
const HOVER_MS = 160
const LINGER_MS = 180

export class CitationPopover {
  #chip = $state.raw<HTMLElement | null>(null)
  #coming: ReturnType<typeof setTimeout> | undefined
  #leaving: ReturnType<typeof setTimeout> | undefined

  /** What was shown when a finger came down: the first touch of a chip shows it, the second opens it. */
  #touched: HTMLElement | null = null

  /** Opens a paragraph in the reader beside the card. Null: chips lead to the reader's own page. */
  #onopen: ((citation: Citation) => void) | null = null

  citation = $derived.by((): Citation | null => (this.#chip === null ? null : citationAt(this.#chip)))

  get chip(): HTMLElement | null {
    return this.#chip
  }

  show(chip: HTMLElement | null): void {
    this.stay()
    this.#chip = chip
  }

  #hover(chip: HTMLElement): void {
    this.stay()
    if (chip !== this.#chip) this.#coming = setTimeout(() => this.show(chip), HOVER_MS)
  }

  leave(): void {
    this.stay()
    this.#leaving = setTimeout(() => this.show(null), LINGER_MS)
  }

  stay(): void {
    clearTimeout(this.#coming)
    clearTimeout(this.#leaving)
  }

  /** Opens a paragraph of a report that the board has; false if nobody opens it here, so that its link is to be followed. */
  open(citation: Citation | null): boolean {
    if (citation === null || this.#onopen === null) return false
    this.show(null)
    this.#onopen(citation)
    return true
  }

  /** From now on, until the answer is called, paragraphs are opened so. */
  opensWith(open: (citation: Citation) => void): () => void {
    this.#onopen = open
    return () => {
      if (this.#onopen === open) this.#onopen = null
    }
  }

  /** A plain click on a citation's link. In a text that is being written it only chooses the chip. */
  follows = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-citation]') : null
    if (link === null || event.button !== 0) return
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const chip = chipAt(link)
    // A chip is no editable place itself, so a browser would follow its link.
    if (link.closest('[contenteditable="true"]') !== null) event.preventDefault()
    else if (chip !== null && isTouch(event) && this.#touched !== chip) {
      event.preventDefault()
      this.show(chip)
    } else if (link.target !== '_blank' && this.open(citationAt(link))) event.preventDefault()
  }

  /** Listens on everything inside `card`, wherever its chips are drawn. */
  follow = (card: HTMLElement): (() => void) => {
    const over = ({ target }: Event): void => {
      const chip = chipAt(target)
      if (chip !== null) this.#hover(chip)
    }
    const focus = ({ target }: Event): void => {
      const chip = chipAt(target)
      if (chip !== null) this.show(chip)
    }
    const out = ({ target }: Event): void => {
      if (chipAt(target) !== null) this.leave()
    }
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || this.#chip === null) return
      this.show(null)
      event.preventDefault()
    }
    const hide = (): void => this.show(null)
    const down = ({ target }: Event): void => {
      this.#touched = this.#chip
      // A finger that goes elsewhere leaves without ever having hovered.
      if (chipAt(target) === null) this.leave()
    }
    const listeners = [
      ['pointerover', over],
      ['focusin', focus],
      ['pointerout', out],
      ['focusout', out],
    ] as const
    for (const [name, listener] of listeners) card.addEventListener(name, listener)
    card.addEventListener('pointerdown', down, { capture: true })
    card.addEventListener('click', this.follows)
    card.addEventListener('keydown', escape, { capture: true })
    card.addEventListener('scroll', hide, { capture: true, passive: true })
    return () => {
      this.stay()
      for (const [name, listener] of listeners) card.removeEventListener(name, listener)
      card.removeEventListener('pointerdown', down, { capture: true })
      card.removeEventListener('click', this.follows)
      card.removeEventListener('keydown', escape, { capture: true })
      card.removeEventListener('scroll', hide, { capture: true })
    }
  }
}

/** Browsers that do not say what made a click count as a mouse. */
const isTouch = (event: MouseEvent): boolean => event instanceof PointerEvent && event.pointerType === 'touch'

const chipAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.citation[data-citation]') : null
