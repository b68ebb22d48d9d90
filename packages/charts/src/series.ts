/** A series: figures that may share a chart, in the order of time, with the years between them that have none. */
import { citationKey, type Citation, type Figure } from '@briefboard/board'
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
export function seriesOf(figures: readonly Figure[]): Series {
  const { measure = '', unit = '', basis = '' } = figures[0] ?? {}
  const points = figures.map(pointOf).toSorted(byTime)
  return {
    ...{ measure: measure.trim(), unit: unit.trim(), basis: basis.trim() },
    points,
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

function yearsOf(points: readonly SeriesPoint[]): SeriesYear[] {
  const places = points.flatMap(({ place }) => (place === null ? [] : [place]))
  const first = Math.min(...places.map(({ year }) => year))
  const last = Math.max(...places.map(({ year }) => year))
  const named = new Set(places.map(({ year }) => year))
  const isCovered = (year: number): boolean => places.some((place) => place.from <= year && year < place.year)
  return Array.from({ length: places.length === 0 ? 0 : last - first + 1 }, (_, index) => {
    const year = first + index
    return { year, state: named.has(year) ? 'figures' : isCovered(year) ? 'covered' : 'missing' }
  })
}
