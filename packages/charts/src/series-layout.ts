/** Where everything in a chart of a series stands: a band a year, columns in it, and the scale of values. */
import { nice, ticks } from 'd3-array'
import { NARROW, type Canvas } from './drawing.ts'
import { planLabels, type LabelPlan } from './series-labels.ts'
import { markOf, type Mark } from './series-mark.ts'
import type { Series, SeriesPoint, SeriesYear } from './series.ts'
import { widthOf } from './text.ts'
import { grouped, scaleFor, type Scale } from './value.ts'

export interface Band {
  /** null: figures whose period names no year. */
  year: number | null
  /** The last year of a gap that has one band; otherwise the year itself. */
  until: number | null
  state: SeriesYear['state']
  x: number
  width: number
}

export interface Column {
  point: SeriesPoint
  mark: Mark
  /** The middle. */
  x: number
  width: number
  /** How much room its words have. */
  slot: number
}

export interface Tick {
  value: number
  y: number
  words: string
}

export interface Layout {
  scale: Scale
  ticks: Tick[]
  bands: Band[]
  columns: Column[]
  labels: LabelPlan
  left: number
  right: number
  /** The edges of what values are drawn in; labels stand above. */
  top: number
  bottom: number
  /** In pixels, for a value in the series' unit. */
  y: (value: number) => number
}

/** How far what is open goes on, in pixels. */
export const ARROW = 24
const WIDEST_COLUMN = 72
/** Farther apart, columns are hard to compare. */
const WIDEST_BAND = 260

export function layoutOf(series: Series, { width, type }: Canvas, top: number, plotHeight?: number): Layout {
  const marks = series.points.map(({ value }) => markOf(value))
  const numbers = marks.flatMap(({ numbers }) => numbers)
  const scale = scaleFor(numbers)
  const [low, high] = domainOf(numbers)
  const stops = ticksOf(low, high, width < NARROW ? 4 : 5).map((value) => ({ value, words: tickWords(value, scale) }))
  const left = Math.ceil(Math.max(...stops.map(({ words }) => widthOf(words, { size: type.small })))) + 10
  const right = Math.min(width, left + Math.max(2, series.points.length, series.years.length) * WIDEST_BAND)
  const bands = bandsOf(series, left, right)
  const columns = columnsOf(series.points, marks, bands)
  const labels = planLabels(columns, scale, type)
  const above = labels.room + (marks.some(({ open }) => open === 'up') ? ARROW : 0)
  const below = (low < 0 ? labels.room : 0) + (marks.some(({ open }) => open === 'down') ? ARROW : 0)
  const height = plotHeight ?? Math.min(300, Math.max(150, Math.round(width * 0.38)))
  const lowest = top + above + height
  // Divided first: the distance between two numbers may be more than a number can hold.
  const size = Math.max(-low, high)
  const y = (value: number): number => lowest - ((value / size - low / size) / (high / size - low / size)) * height
  return {
    ...{ scale, bands, columns, labels, left, y },
    ...{ right, top: top + above, bottom: lowest + below },
    ticks: stops.map((stop) => ({ ...stop, y: y(stop.value) })),
  }
}

/** Always with zero: a column's length is its value. */
function domainOf(numbers: readonly number[]): [number, number] {
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)]
  if (low === high) return [0, 1]
  return isOrdinary(low, high) ? nice(low, high, 5) : [low, high]
}

const ticksOf = (low: number, high: number, count: number): number[] =>
  isOrdinary(low, high) ? ticks(low, high, count) : [low, high]

/** At the edges of what a number can hold, no neat ones are to be found. */
function isOrdinary(low: number, high: number): boolean {
  const size = Math.max(-low, high)
  return size > 1e-200 && size < 1e200
}

const tickWords = (value: number, { factor }: Scale): string => grouped(Number((value / factor).toPrecision(12)))

/** A year is as wide as it has columns, so that all columns have the same room. */
function bandsOf({ years, points }: Series, left: number, right: number): Band[] {
  const named: Pick<Band, 'year' | 'until' | 'state'>[] = [...years]
  if (points.some(({ place }) => place === null)) named.push({ year: null, until: null, state: 'figures' })
  const shares = named.map(({ year }) => Math.max(1, points.filter((point) => yearOf(point) === year).length))
  const unit = (right - left) / shares.reduce((sum, share) => sum + share, 0)
  let x = left
  return named.map(({ year, until, state }, index) => {
    const width = (shares[index] ?? 1) * unit
    const band = { year, until, state, x, width }
    x += width
    return band
  })
}

const yearOf = ({ place }: SeriesPoint): number | null => place?.year ?? null

function columnsOf(points: readonly SeriesPoint[], marks: readonly Mark[], bands: readonly Band[]): Column[] {
  const placed = points.flatMap((point, index) => {
    const mark = marks[index]
    return mark === undefined ? [] : [{ point, mark }]
  })
  return bands.flatMap(({ year, x, width }) => {
    const own = placed.filter(({ point }) => yearOf(point) === year)
    const slot = width / Math.max(1, own.length)
    const thick = Math.min(WIDEST_COLUMN, slot * 0.62)
    return own.map((one, index) => ({ ...one, slot: slot - 4, width: thick, x: x + (index + 0.5) * slot }))
  })
}
