/** A series in words and as a table: everything that its chart shows, for those who do not see it. */
import { formatCitations } from '@briefboard/board'
import type { Table } from './drawing.ts'
import { drawnPart, type Series, type SeriesPoint } from './series.ts'
import { grouped, valueWords } from './value.ts'

/** "2015: USD 400 million to 500 million, estimated". */
export const pointWords = ({ period, value }: SeriesPoint, unit: string): string =>
  `${period}: ${valueWords(value, unit)}`

/** "The latest 100 of 2,000 values": what a drawing, its summary and its table are of. Empty where they have all. */
export const partWords = ({ points: { length } }: Pick<Series, 'points'>, leftOut: number): string =>
  leftOut === 0 ? '' : `The latest ${grouped(length)} of ${grouped(length + leftOut)} values.`

/** The measure, every value that is drawn with its source, and the years without one. */
export function seriesSummary(whole: Series): string {
  const { series, leftOut } = drawnPart(whole)
  const { measure, unit, basis, points } = series
  const told = points.map((point) => `${pointWords(point, unit)} (${formatCitations([point.citation])})`)
  const missing = yearRuns(series)
  return [
    `${measure}, in ${unit}; basis: ${basis}.`,
    ...(leftOut === 0 ? [] : [partWords(series, leftOut)]),
    points.length === 0 ? 'No figures.' : `${told.join('; ')}.`,
    ...(missing.length === 0 ? [] : [`No figure for ${missing.join(', ')}.`]),
  ].join(' ')
}

/** Of the values that are drawn. */
export function seriesTable(whole: Series): Table {
  const { series, leftOut } = drawnPart(whole)
  const { measure, unit, basis, points, years } = series
  const rows = points.map(({ period, value, citation }) => [
    period,
    end(value.low),
    end(value.high),
    valueWords(value, unit),
    formatCitations([citation]),
  ])
  const gaps = years
    .filter(({ state }) => state === 'missing')
    .map(({ year, until }) => [year === until ? `${year}` : `${year} to ${until}`, '', '', 'no figure', ''])
  return {
    caption: [`${measure}, in ${unit}; basis: ${basis}`, partWords(series, leftOut)].filter(Boolean).join('. '),
    head: ['Period', 'Lowest', 'Highest', 'As stated', 'Source'],
    rows: inTime(rows, gaps, points),
  }
}

/** The years without a figure, runs as one: "2012", "2014 to 2016". */
export function yearRuns({ years }: Pick<Series, 'years'>): string[] {
  const runs: [number, number][] = []
  for (const { year, until, state } of years) {
    if (state !== 'missing') continue
    const last = runs.at(-1)
    if (last !== undefined && last[1] === year - 1) last[1] = until
    else runs.push([year, until])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`))
}

const end = (value: number | null): string => (value === null ? 'not stated' : grouped(value))

/** Years without a figure stand where they belong, before the first figure of a later year. */
function inTime(rows: string[][], gaps: string[][], points: readonly SeriesPoint[]): string[][] {
  const yearOf = (index: number): number => points[index]?.place?.year ?? Infinity
  const firstYear = ([years = '']: string[]): number => Number(years.slice(0, 4))
  return rows.flatMap((row, index) => {
    const before = index === 0 ? -Infinity : yearOf(index - 1)
    return [...gaps.filter((gap) => firstYear(gap) > before && firstYear(gap) < yearOf(index)), row]
  })
}
