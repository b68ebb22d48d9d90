/** A series: figures that may share a chart, in the order of time, with the years between them that have none. */
import { citationKey, finished, type Citation, type Figure, type Steps } from '@briefboard/board'
import { placeOf, type Place } from './period.ts'
import { valueOf, type Value } from './value.ts'

export interface SeriesPoint {
  /** The figure's id, and its card's. */
  figure: string
  card: string
  /** In the words of the figure. */
  period: string
  /** null: the period names no year. */
  place: Place | null
  value: Value
  citation: Citation
}

export interface SeriesYear {
  year: number
  /** The year itself, or the last one of a long gap, which stands as one: see LONGEST_GAP. */
  until: number
  /** `covered`: no figure of its own, but one of a longer period that includes it. */
  state: 'figures' | 'covered' | 'missing'
}

export interface Series {
  measure: string
  unit: string
  basis: string
  /** By time; those whose period names no year come last. */
  points: SeriesPoint[]
  /** From the first year to the last, none left out; empty if no point has a year. */
  years: SeriesYear[]
  /** Of all points, each once. */
  citations: Citation[]
}

/** The figures must be of one measure, unit and basis: see comparable.ts. */
export const seriesOf = (figures: readonly Figure[]): Series => finished(seriesSteps(figures))

/** The same in steps: all figures of a board may be of one series. */
export function* seriesSteps(figures: readonly Figure[]): Steps<Series> {
  const { measure = '', unit = '', basis = '' } = figures[0] ?? {}
  const points: SeriesPoint[] = []
  for (const figure of figures) {
    points.push(pointOf(figure))
    yield
  }
  const sorted = points.toSorted(byTime)
  yield
  return withPoints({ measure: measure.trim(), unit: unit.trim(), basis: basis.trim() }, sorted)
}

/** In a drawing, a column needs a few pixels, and all of it is told again in words and in a table. */
export const MOST_DRAWN = 100

/** As much of a series as is drawn, the latest: `leftOut` tells how many points stand before it. */
export function drawnPart(series: Series): { series: Series; leftOut: number } {
  const leftOut = Math.max(0, series.points.length - MOST_DRAWN)
  return { series: leftOut === 0 ? series : withPoints(series, series.points.slice(leftOut)), leftOut }
}

function withPoints(
  { measure, unit, basis }: Pick<Series, 'measure' | 'unit' | 'basis'>,
  points: SeriesPoint[],
): Series {
  return {
    ...{ measure, unit, basis, points },
    years: yearsOf(points),
    citations: [...new Map(points.map(({ citation }) => [citationKey(citation), citation])).values()],
  }
}

function pointOf(figure: Figure): SeriesPoint {
  const { id, card, period, citation } = figure
  return { figure: id, card, period: period.trim(), place: placeOf(period), value: valueOf(figure), citation }
}

function byTime(a: SeriesPoint, b: SeriesPoint): number {
  const [x, y] = [a.place, b.place]
  if (x === null || y === null) return Number(x === null) - Number(y === null) || byId(a, b)
  return x.year - y.year || x.order - y.order || byId(a, b)
}

const byId = (a: SeriesPoint, b: SeriesPoint): number => (a.figure < b.figure ? -1 : a.figure > b.figure ? 1 : 0)

/** So many years in a row have a band each; more of them share one, or two figures could ask for four hundred bands. */
const LONGEST_GAP = 12

/** From the last year back: what lies before a figure is covered as far as its own period, or that of a later one, reaches. */
function yearsOf(points: readonly SeriesPoint[]): SeriesYear[] {
  const backwards: SeriesYear[] = []
  let next = Infinity
  let coveredFrom = Infinity
  for (const { place } of points.toReversed()) {
    if (place === null) continue
    if (place.year !== next) {
      if (next !== Infinity) backwards.push(...gapBetween(place.year, next, coveredFrom).toReversed())
      backwards.push({ year: place.year, until: place.year, state: 'figures' })
      next = place.year
    }
    coveredFrom = Math.min(coveredFrom, place.from)
  }
  return backwards.toReversed()
}

function gapBetween(before: number, after: number, coveredFrom: number): SeriesYear[] {
  const covered = Math.max(before + 1, Math.min(coveredFrom, after))
  return [...yearsBetween(before + 1, covered - 1, 'missing'), ...yearsBetween(covered, after - 1, 'covered')]
}

function yearsBetween(from: number, to: number, state: SeriesYear['state']): SeriesYear[] {
  if (to - from >= LONGEST_GAP) return [{ year: from, until: to, state }]
  return Array.from({ length: to - from + 1 }, (_, index) => ({ year: from + index, until: from + index, state }))
}
