/** The board as its page draws it: from the open session in the browser, from stored data on the server. */
import type { Board, Region, Report } from '@briefboard/board'
import { rightTo, type Person } from '@briefboard/protocol'
import { getContext, setContext } from 'svelte'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import { BoardFilter } from './board-filter.svelte.ts'
import { factsOf, type CardFacts } from './card-facts.ts'

export interface Stored {
  board: Board
  reports: Report[]
  openThreads: Record<string, number>
  person: Person
}

/** Somebody who has the board open, once, however many tabs. */
export interface Here {
  person: Pick<Person, 'id' | 'name' | 'color'>
  /** The card that is open in one of the tabs. */
  card: string | null
  self: boolean
}

export interface Column {
  region: Pick<Region, 'id' | 'name'>
  cards: CardFacts[]
}

/** Stands for regions that a card names and the board no longer has. */
const NOWHERE = { id: '', name: 'Without a region' }

export class BoardView {
  readonly filter = new BoardFilter()
  readonly session: BoardSession | null
  readonly #stored: () => Stored
  /** Which dialog of the board is open. */
  dialog = $state<'none' | 'pack' | 'shortcuts'>('none')

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
    return rightTo('board', this.me.role) === 'write'
  }

  facts: CardFacts[] = $derived.by(() => {
    const counts = this.session?.openThreads ?? new Map(Object.entries(this.#stored().openThreads))
    return this.board.cards.map((card) => factsOf(card, counts.get(card.id) ?? 0))
  })

  /** All cards that are not archived, whatever the filter. */
  standing: CardFacts[] = $derived(this.facts.filter(({ card }) => card.status !== 'archived'))

  shown: CardFacts[] = $derived(this.filter.pass(this.facts, this.board))

  columns: Column[] = $derived.by(() => {
    const byRegion = Map.groupBy(this.shown, ({ card }) => card.region)
    const columns: Column[] = this.board.regions.map((region) => ({ region, cards: byRegion.get(region.id) ?? [] }))
    const known = new Set(this.board.regions.map(({ id }) => id))
    const stray = this.shown.filter(({ card }) => !known.has(card.region))
    return stray.length === 0 ? columns : [...columns, { region: NOWHERE, cards: stray }]
  })

  people: Here[] = $derived.by(() => {
    const here = new Map<string, Here>()
    for (const { person, card } of this.session?.people ?? []) {
      const known = here.get(person.id)
      if (known === undefined) here.set(person.id, { person, card, self: person.id === this.me.id })
      else known.card ??= card
    }
    return [...here.values()].toSorted((a, b) => Number(a.self) - Number(b.self) || a.person.name.localeCompare(b.person.name))
  })

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
