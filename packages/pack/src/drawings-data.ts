/** The map and the charts as data, for `briefing.json`: what is drawn, without how. */
import type { Citation, Figure, ThreatLevel, Trend } from '@briefboard/board'
import type { PackChart, PackMap } from './drawings.ts'

/** The map in `briefing.json`. */
export interface MapData {
  year: number
  /** In the order of `regions`; countries and M49 codes stand there. */
  regions: {
    region: string
    /** The highest among the region's shown cards at the end of the year; null, as what follows, if none was judged by then. */
    level: ThreatLevel | null
    trend: Trend | null
    /** ISO 8601 date of the judgement that decides. */
    asOf: string | null
    /** On one of its cards or more two judgements stand against each other, and nobody has chosen yet. */
    contested: boolean
    citations: Citation[]
    /** Those judged by then: the highest level first; the first one decides. */
    cards: { card: string; level: ThreatLevel; trend: Trend; asOf: string; contested: boolean }[]
  }[]
}

export function mapData({ year, regions }: PackMap): MapData {
  const shown = regions.map(({ shade: { region, level, trend, asOf, cards }, citations }) => ({
    ...{ region, level, trend, asOf, contested: cards.some((card) => card.contested) },
    citations: citations.map(placeOf),
    cards: cards.map(({ card, level, trend, asOf, contested }) => ({ card, level, trend, asOf, contested })),
  }))
  return { year, regions: shown }
}

/** A chart in `briefing.json`: figures of one measure, unit and basis, in the order of time. */
export interface ChartData {
  number: number
  measure: string
  unit: string
  basis: string
  points: {
    figure: string
    card: string
    /** In the words of the source. */
    period: string
    /** First and last year of the period; null where it names none. */
    years: [from: number, to: number] | null
    /** null: that end is not stated. */
    low: number | null
    high: number | null
    /** "More than": the value lies above `high`, or above `low` where there is no `high`. */
    openAbove: boolean
    qualifier: Figure['qualifier']
    citation: Citation
  }[]
  /** Years between the first and the last that no figure speaks of. */
  missingYears: number[]
}

export function chartData({ number, series }: PackChart): ChartData {
  const { measure, unit, basis, points, years } = series
  return {
    ...{ number, measure, unit, basis },
    points: points.map(({ figure, card, period, place, value, citation }) => ({
      ...{ figure, card, period, years: place === null ? null : [place.from, place.year] },
      ...{ low: value.low, high: value.high, openAbove: value.openAbove, qualifier: value.qualifier },
      citation: placeOf(citation),
    })),
    missingYears: years
      .filter(({ state }) => state === 'missing')
      .flatMap(({ year, until }) => Array.from({ length: until - year + 1 }, (_, index) => year + index)),
  }
}

/** Without the quotation: that stands with the card and in the list of sources. */
const placeOf = ({ symbol, paragraph, sub }: Citation): Citation => ({
  symbol,
  paragraph,
  ...(sub === undefined ? {} : { sub }),
})
