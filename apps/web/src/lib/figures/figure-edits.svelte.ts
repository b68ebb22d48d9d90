/** What is done to the board's figures: written, changed, removed, and ticked to be compared. */
import { putFigure, removeFigure, type Figure } from '@briefboard/board'
import { newId } from '@briefboard/protocol'
import { SvelteSet } from 'svelte/reactivity'
import type { BoardView } from '#lib/board/board-view.svelte.ts'
import type { Announcer } from '#lib/ui/announcer.svelte.ts'
import { showToast } from '#lib/ui/toasts.ts'
import type { FigureDraft } from './figure-draft.ts'

export interface Writing {
  title: string
  begin: FigureDraft
  /** The figure that is being changed; null for a new one. */
  changing: string | null
}

export class FigureEdits {
  readonly #view: BoardView
  readonly #announcer: Announcer
  readonly ticked = new SvelteSet<string>()
  #dialog = $state.raw<Writing | null>(null)

  constructor(view: BoardView, announcer: Announcer) {
    this.#view = view
    this.#announcer = announcer
  }

  get dialog(): Writing | null {
    return this.#dialog
  }

  open(writing: Writing): void {
    this.#dialog = writing
  }

  close(): void {
    this.#dialog = null
  }

  save(figure: Omit<Figure, 'id'>): void {
    const changing = this.#dialog?.changing ?? null
    this.#put({ ...figure, id: changing ?? newId() })
    this.#announcer.say(`${figure.measure}, ${figure.period}: ${changing === null ? 'added' : 'changed'}.`)
    this.close()
  }

  remove(figure: Figure): void {
    const { session } = this.#view
    if (session === null) return
    session.step()
    removeFigure(session.room.doc, figure.id, session.origin)
    this.ticked.delete(figure.id)
    void showToast(`“${figure.measure}, ${figure.period}” is removed`, {
      action: { label: 'Undo', run: () => this.#put(figure) },
    })
  }

  tick(figure: string, ticked: boolean): void {
    if (ticked) this.ticked.add(figure)
    else this.ticked.delete(figure)
  }

  untick(): void {
    this.ticked.clear()
  }

  #put(figure: Figure): void {
    const { session } = this.#view
    if (session === null) return
    session.step()
    putFigure(session.room.doc, figure, session.origin)
  }
}
