/** A board's map as its page shows it: which year, which region is open or pointed at, and the drawing. */
import { judgedYears, shadesAt, type Shade } from '@briefboard/charts'
import { badgesOf, drawMap, mapRatio } from '@briefboard/charts/map'
import type { Board, Card } from '@briefboard/board'
import { NOWHERE } from '#lib/board/columns.ts'
import { changeOf, changesIn, type Change, type YearShades } from './region-changes.ts'

/** A region in the list beside the map. */
export interface MapEntry {
  shade: Shade
  /** Its number on the map; null if it is not on it. */
  number: number | null
  change: Change
  /** Cards that nobody had judged by then. */
  unjudged: Card[]
}

/** In the drawing's ids: there is one map on a page. */
export const MAP_ID = 'board-map'
/** Below this width the map shows what the regions need instead of the whole world; the stylesheet knows it too. */
const NARROW = 480
/** A drawing is stretched a little rather than drawn anew with every pixel of a resize. */
const STEP = 40
/** Of the drawing that comes from the server, where no width is known. */
const FIRST_WIDTH = 840

export class BoardMap {
  readonly #board: () => Board
  #asked = $state<number | null>(null)
  /** In pixels, of the place that the map has. */
  room = $state(0)
  opened = $state<string | null>(null)
  /** The region under the pointer or the focus, on the map or in the list. */
  marked = $state<string | null>(null)

  constructor(board: () => Board, asked: number | null) {
    this.#board = board
    this.#asked = asked
  }

  get board(): Board {
    return this.#board()
  }

  years: number[] = $derived.by(() => judgedYears(this.board))

  /** Null where nothing has been judged. */
  year: number | null = $derived.by(() => {
    const [first, last] = [this.years[0], this.years.at(-1)]
    if (first === undefined || last === undefined) return null
    return Math.min(last, Math.max(first, this.#asked ?? last))
  })

  /** The newest year for null. */
  choose(year: number | null): void {
    this.#asked = year
  }

  history: YearShades[] = $derived.by(() => this.years.map((year) => ({ year, shades: shadesAt(this.board, year) })))

  shades: readonly Shade[] = $derived.by(
    () => this.history.find(({ year }) => year === this.year)?.shades ?? shadesAt(this.board, 0),
  )

  /** The year as the drawing words it: of one that is not over, only "today" can be said. */
  said: number | null = $derived.by(() =>
    this.year === null || this.year >= new Date().getUTCFullYear() ? null : this.year,
  )

  #frame: 'world' | 'regions' = $derived.by(() => (this.room > 0 && this.room < NARROW ? 'regions' : 'world'))
  #width: number = $derived.by(() => (this.room === 0 ? FIRST_WIDTH : Math.round(this.room / STEP) * STEP))

  drawing = $derived.by(() =>
    drawMap({
      ...{ shades: this.shades, year: this.said, width: this.#width, frame: this.#frame },
      ...{ theme: 'page', interactive: true, bare: true, id: MAP_ID },
    }),
  )

  ratios = $derived.by(() => ({ world: mapRatio(this.shades, 'world'), regions: mapRatio(this.shades, 'regions') }))

  changes: string = $derived.by(() => (this.year === null ? '' : changesIn(this.history, this.year)))

  isContested: boolean = $derived.by(() => badgesOf(this.shades).some(({ isContested }) => isContested))

  entries: MapEntry[] = $derived.by(() => {
    const badges = badgesOf(this.shades)
    return this.shades.map((shade) => ({
      shade,
      number: badges.find(({ region }) => region === shade.region)?.number ?? null,
      change: changeOf(this.history, shade.region, this.year ?? 0),
      unjudged: this.#unjudged(this.#cardsIn(shade.region), shade),
    }))
  })

  /** Cards whose region the board no longer has; null if there are none. */
  stray: MapEntry | null = $derived.by(() => {
    const known = new Set(this.board.regions.map(({ id }) => id))
    const cards = this.#standing.filter(({ region }) => !known.has(region))
    if (cards.length === 0) return null
    const nowhere = { ...NOWHERE, order: '', m49: [], countries: [], headings: [] }
    const moved = cards.map((card) => ({ ...card, region: NOWHERE.id }))
    const [shade] = shadesAt({ regions: [nowhere], cards: moved }, this.year ?? 0)
    if (shade === undefined) return null
    return { shade, number: null, change: { kind: 'none', words: '' }, unjudged: this.#unjudged(cards, shade) }
  })

  get #standing(): Card[] {
    return this.board.cards.filter(({ status }) => status !== 'archived')
  }

  #cardsIn(region: string): Card[] {
    return this.#standing.filter((card) => card.region === region)
  }

  #unjudged(cards: readonly Card[], shade: Shade): Card[] {
    const judged = new Set(shade.cards.map(({ card }) => card))
    return cards.filter(({ id }) => !judged.has(id))
  }
}
