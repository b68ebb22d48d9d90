/** What people do to cards on the board: one step that can be undone, told to the others and to the screen reader. */
import {
  createCard,
  moveCard,
  setCardField,
  whyNotMade,
  type Card,
  type CardStatus,
  type Place,
} from '@briefboard/board'
import { CardId } from '@briefboard/protocol'
import type { Live } from '#lib/live/live.svelte.ts'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import type { Announcer } from '#lib/ui/announcer.svelte.ts'
import { showFailure, showToast } from '#lib/ui/toasts.ts'
import { STATUS_WORDS } from './card-facts.ts'

interface Around {
  session: BoardSession
  live: Live
  announcer: Announcer
}

export class CardActions {
  readonly #session: BoardSession
  readonly #live: Live
  readonly #announcer: Announcer

  constructor({ session, live, announcer }: Around) {
    this.#session = session
    this.#live = live
    this.#announcer = announcer
  }

  /** Gives the new card's id. */
  create(title: string, region: string): string {
    const { room, who, origin } = this.#session
    this.#session.step()
    const id = createCard(
      room.doc,
      { title, place: { region, before: null }, by: who, at: new Date().toISOString() },
      origin,
    )
    this.#tell('created', { id, title })
    this.#announcer.say(`Card “${title}” created.`)
    return id
  }

  archive(card: Pick<Card, 'id' | 'title' | 'status'>): void {
    if (!this.#set(card, 'archived')) return
    this.#tell('archived', card)
    void showToast(`“${card.title}” is archived`, {
      action: { label: 'Undo', run: () => this.restore(card, card.status) },
    })
  }

  restore(card: Pick<Card, 'id' | 'title'>, to: CardStatus = 'draft'): void {
    if (!this.#set(card, to)) return
    this.#tell('restored', card)
    this.#announcer.say(`“${card.title}” is back on the board.`)
  }

  setStatus(card: Pick<Card, 'id' | 'title'>, status: CardStatus): void {
    if (!this.#set(card, status)) return
    this.#announcer.say(`“${card.title}”: ${STATUS_WORDS[status]}.`)
  }

  /** Gives whether it was moved; why it was not is shown. */
  move(card: string, place: Place): boolean {
    return this.#make('The card was not moved.', () =>
      moveCard(this.#session.room.doc, card, place, this.#session.origin),
    )
  }

  #set({ id, title }: Pick<Card, 'id' | 'title'>, status: CardStatus): boolean {
    return this.#make(`“${title}” was not changed.`, () =>
      setCardField(this.#session.room.doc, id, 'status', status, this.#session.origin),
    )
  }

  #make(failure: string, edit: () => void): boolean {
    this.#session.step()
    const why = whyNotMade(edit)
    if (why !== null) void showFailure(failure, why)
    return why === null
  }

  #tell(kind: 'archived' | 'restored' | 'created', { id, title }: Pick<Card, 'id' | 'title'>): void {
    this.#live.tell(kind, { board: this.#session.id, card: CardId.parse(id), title })
  }
}
