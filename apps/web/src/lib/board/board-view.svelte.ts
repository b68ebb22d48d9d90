/** The board as its page draws it: from the open session in the browser, from stored data on the server. */
import type { Block, Board, Citation, Report } from '@briefboard/board'
import { rightTo, type Person } from '@briefboard/protocol'
import { getContext, setContext } from 'svelte'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import { hereOf, type Here } from '#lib/people/here.ts'
import { countryName } from '#lib/ui/words.ts'
import { BoardFilter } from './board-filter.svelte.ts'
import { factsOf, type CardFacts } from './card-facts.ts'
import { columnsOf, NOWHERE, type Column } from './columns.ts'

export interface Stored {
  board: Board
  reports: Report[]
  openThreads: ReadonlyMap<string, number>
  /** Of the countries on its cards, by ISO 3166-1 alpha-2 code. */
  countryNames: ReadonlyMap<string, string>
  person: Person
}

export class BoardView {
  readonly filter = new BoardFilter()
  readonly session: BoardSession | null
  readonly #stored: () => Stored
  /** Which dialog of the board is open. */
  dialog = $state<'none' | 'pack' | 'shortcuts'>('none')
  /** A passage on its way from a report's page into a card. */
  held = $state.raw<Citation | null>(null)
  #recentCards = $state.raw<string[]>([])

  constructor(stored: () => Stored, session: BoardSession | null) {
    this.#stored = stored
    this.session = session
  }

  get board(): Board {
    return this.session?.board ?? this.#stored().board
  }

  get reports(): Report[] {
    return this.#stored().reports
  }

  get me(): Person {
    return this.#stored().person
  }

  get canWrite(): boolean {
    return this.session?.canWrite ?? rightTo('board', this.me.role) === 'write'
  }

  facts: CardFacts[] = $derived.by(() => {
    const counts = this.session?.openThreads ?? this.#stored().openThreads
    return this.board.cards.map((card) => factsOf(card, counts.get(card.id) ?? 0))
  })

  /** All cards that are not archived, whatever the filter. */
  standing: CardFacts[] = $derived(this.facts.filter(({ card }) => card.status !== 'archived'))

  shown: CardFacts[] = $derived(this.filter.pass(this.facts, this.board))

  columns: Column[] = $derived(columnsOf(this.board, this.shown))

  people: Here[] = $derived.by(() => hereOf(this.session?.people ?? [], this.me.id))

  /** Those that were opened on this page, the last one first. */
  get recentCards(): readonly string[] {
    return this.#recentCards
  }

  opened(card: string): void {
    this.#recentCards = [card, ...this.#recentCards.filter((id) => id !== card)]
  }

  countryName(code: string): string {
    return this.#stored().countryNames.get(code) ?? countryName(code)
  }

  /** As the server last gave it; what is typed since is in the card's own document, which only an open card reads. */
  storedAssessment(card: string): Block[] {
    return this.#stored().board.cards.find(({ id }) => id === card)?.assessment ?? []
  }

  /** The others who have a card open. */
  readersOf(card: string): Here[] {
    return this.people.filter((here) => here.card === card && !here.self)
  }

  regionName(id: string): string {
    return this.board.regions.find((region) => region.id === id)?.name ?? NOWHERE.name
  }
}

const KEY = Symbol('board view')

export const setBoardView = (view: BoardView): BoardView => setContext(KEY, view)
export const getBoardView = (): BoardView => getContext<BoardView>(KEY)
