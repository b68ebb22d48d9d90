/** Which citation's paragraph is being looked at: follows the pointer, the focus and the editor's selection over a card's chips. */
import { parseCitation, type Citation } from '@briefboard/board'

/** A pointer that only passes over a chip shows nothing; one on its way into the popover does not lose it. */
const HOVER_MS = 160
const LINGER_MS = 180

export class CitationPopover {
  #chip = $state.raw<HTMLElement | null>(null)
  #coming: ReturnType<typeof setTimeout> | undefined
  #leaving: ReturnType<typeof setTimeout> | undefined

  citation = $derived.by((): Citation | null => parseCitation(this.#chip?.dataset['citation'] ?? ''))

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
    const listeners = [
      ['pointerover', over],
      ['focusin', focus],
      ['pointerout', out],
      ['focusout', out],
    ] as const
    for (const [name, listener] of listeners) card.addEventListener(name, listener)
    card.addEventListener('keydown', escape, { capture: true })
    card.addEventListener('scroll', hide, { capture: true, passive: true })
    return () => {
      this.stay()
      for (const [name, listener] of listeners) card.removeEventListener(name, listener)
      card.removeEventListener('keydown', escape, { capture: true })
      card.removeEventListener('scroll', hide, { capture: true })
    }
  }
}

const chipAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.citation[data-citation]') : null
