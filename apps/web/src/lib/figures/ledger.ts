/** The ledger of figures: a row each, with its card and its chart, in the order that is asked for. */
import type { Board, Figure } from '@briefboard/board'
import { groupFigures, valueOf, valueWords, whyNotDrawn, type Series } from '@briefboard/charts'
import { cardName } from '#lib/ui/words.ts'

export interface LedgerRow {
  figure: Figure
  /** Without what has a column of its own: "400 million to 500 million", "as much as 3,000". */
  value: string
  /** null: the board has no such card any more. */
  card: string | null
  /** The anchor of its chart; null if there is none, and `why` says why. */
  chart: string | null
  why: string | null
}

export interface DrawnSeries {
  series: Series
  anchor: string
}

export interface Ledger {
  rows: LedgerRow[]
  drawn: DrawnSeries[]
}

/** Rows come in the order of their series, and within one in the order of time. */
export function ledgerOf({ figures, cards }: Pick<Board, 'figures' | 'cards'>): Ledger {
  const titles = new Map(cards.map((card) => [card.id, cardName(card)]))
  const byId = new Map(figures.map((figure) => [figure.id, figure]))
  const ledger: Ledger = { rows: [], drawn: [] }
  for (const [index, series] of groupFigures(figures).entries()) {
    const why = whyNotDrawn(series)
    const anchor = `chart-${index + 1}`
    if (why === null) ledger.drawn.push({ series, anchor })
    for (const point of series.points) {
      const figure = byId.get(point.figure)
      if (figure === undefined) continue
      const card = titles.get(figure.card) ?? null
      ledger.rows.push({ figure, value: numbersOf(figure), card, chart: why === null ? anchor : null, why })
    }
  }
  // Those that compare something come first.
  ledger.drawn.sort((a, b) => Number(isLone(a)) - Number(isLone(b)))
  return ledger
}

/** How good a number is, has a column; that it is a limit, is part of it. */
function numbersOf(figure: Figure): string {
  const value = valueOf(figure)
  const isAside = value.qualifier === 'estimated' || value.qualifier === 'approximately'
  return valueWords(isAside ? { ...value, qualifier: 'none' } : value, '')
}

const isLone = ({ series }: DrawnSeries): boolean => series.points.length === 1

export const SORTS = ['measure', 'value', 'unit', 'period', 'basis', 'qualifier', 'card', 'source'] as const
export type Sort = (typeof SORTS)[number]

export const SORT_NAMES: Record<Sort, string> = {
  ...{ measure: 'What', value: 'Value', unit: 'Unit', period: 'Period' },
  ...{ basis: 'Basis', qualifier: 'Qualifier', card: 'Card', source: 'Source' },
}

export interface Sorting {
  by: Sort
  descending: boolean
}

/** Rows that are equal stay as they were. */
export function sorted(rows: readonly LedgerRow[], { by, descending }: Sorting): LedgerRow[] {
  return rows.toSorted((a, b) => (descending ? compare(b, a, by) : compare(a, b, by)))
}

function compare(a: LedgerRow, b: LedgerRow, by: Sort): number {
  switch (by) {
    case 'value':
      // Values of different units have no order among each other.
      return words(a.figure.unit, b.figure.unit) || largest(a.figure) - largest(b.figure)
    case 'card':
      return words(a.card ?? '', b.card ?? '')
    case 'source':
      return (
        words(a.figure.citation.symbol, b.figure.citation.symbol) ||
        a.figure.citation.paragraph - b.figure.citation.paragraph
      )
    case 'period':
      return words(yearsOf(a.figure.period), yearsOf(b.figure.period)) || words(a.figure.period, b.figure.period)
    case 'measure':
    case 'unit':
    case 'basis':
    case 'qualifier':
      return words(a.figure[by], b.figure[by])
    default:
      return by satisfies never
  }
}

const largest = ({ low, high }: Figure): number => high ?? low ?? -Infinity
const words = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true, sensitivity: 'base' })
/** "2015 to January 2018" is sorted by its end, as charts have it. */
const yearsOf = (period: string): string => period.match(/\d{4}/g)?.at(-1) ?? ''
