/** What a pack draws, as data: the map at its newest year and the charts that say something, from the projection alone. */
import type { Citation } from '@briefboard/board'
import { groupFigures, shadesFrom, whyNotDrawn, type Series, type Shade } from '@briefboard/charts'
import { countriesOf } from '@briefboard/charts/map'
import type { ProjectedCard, ProjectedJudgement, Projection } from './projection.ts'

export interface PackMap {
  /** The newest year from which a shown card is judged; the shades are those at its end. */
  year: number
  /** Every region of the pack, judged or not. */
  regions: ShadedRegion[]
}

export interface ShadedRegion {
  shade: Shade
  /** What the judgement that decides the level rests on. */
  citations: Citation[]
}

export interface PackChart {
  /** From 1, as charts are counted in every file of the pack. */
  number: number
  series: Series
}

export interface PackDrawings {
  /** null: no region is judged that has a place on a map. */
  map: PackMap | null
  charts: PackChart[]
  /** Series that would make a chart and are not drawn, since there are too many. */
  chartsLeftOut: number
}

/** Twice as many as a full board has; each fills half a page and is a file of its own. */
const MOST_CHARTS = 60

/** Charts come in the order of the cards that have their figures. */
export function drawingsOf(projection: Projection): PackDrawings {
  const series = groupFigures(projection.cards.flatMap(({ figures }) => figures))
  const place = new Map(projection.cards.map(({ id }, index) => [id, index]))
  const first = ({ points }: Series): number => Math.min(...points.map(({ card }) => place.get(card) ?? Infinity))
  const drawn = series.filter((one) => whyNotDrawn(one) === null).toSorted((a, b) => first(a) - first(b))
  return {
    map: mapOf(projection),
    charts: drawn.slice(0, MOST_CHARTS).map((one, index) => ({ number: index + 1, series: one })),
    chartsLeftOut: Math.max(0, drawn.length - MOST_CHARTS),
  }
}

/** The numbers of the charts in which a card's figures are drawn. */
export const chartsOfCard = ({ charts }: PackDrawings, card: ProjectedCard): number[] =>
  charts.filter(({ series }) => series.points.some((point) => point.card === card.id)).map(({ number }) => number)

function mapOf({ regions, cards }: Projection): PackMap | null {
  const years = cards.flatMap(({ history }) => history).map((judgement) => Number(dateOf(judgement).slice(0, 4)))
  // Not spread into a call: there may be more judgements than a call may have arguments.
  const year = years.reduce((newest, one) => (one > newest ? one : newest), 0)
  if (year === 0) return null
  const chained = cards.map((card) => ({ ...card, contested: card.rivals.length > 0 }))
  const shades = shadesFrom(regions, chained, year)
  if (!shades.some((shade) => shade.level !== null && countriesOf(shade).length > 0)) return null
  return { year, regions: shades.map((shade) => ({ shade, citations: citedBy(shade, cards, year) })) }
}

function citedBy(shade: Shade, cards: readonly ProjectedCard[], year: number): Citation[] {
  // The one that `shadesFrom` took: the last of the chain by the end of the year.
  const deciding = cards.find(({ id }) => id === shade.cards[0]?.card)
  return deciding?.history.findLast((judgement) => dateOf(judgement) <= `${year}-12-31`)?.citations ?? []
}

const dateOf = ({ asOf, at }: ProjectedJudgement): string => (asOf ?? at).slice(0, 10)
