/** The map and the charts as plain data for the Typst template: drawings for the eye, words and tables for everybody. */
import type { ShadedCard } from '@briefboard/charts'
import { formatCitations, THREAT_LEVEL_WORDS, type Citation } from '@briefboard/board'
import { orElse } from './blank.ts'
import { citedDocuments } from './citation-runs.ts'
import { drawnChart, drawnMap } from './drawing-files.ts'
import type { PackChart, PackDrawings, PackMap, ShadedRegion } from './drawings.ts'
import type { ProjectedCard } from './projection.ts'
import { dateWords, drawingsTitle, LABELS, leftOutWords, TREND_WORDS } from './words.ts'

/** In units of a drawing, for the width of a page's text: 12 of them are 8 pt then. */
const WIDTH = 620
/** Two charts go on a page with their tables; one column alone needs less. */
const PLOT_HEIGHT = 126
const PLOT_HEIGHT_OF_ONE = 104
/** More of them would drown the table; briefing.md and briefing.json have them all. */
const OTHERS_NAMED = 3

/** `drawable`: what becomes of words that are drawn, since the template's own rules do not reach them. */
export function pdfDrawings(
  drawings: PackDrawings,
  cards: readonly ProjectedCard[],
  drawable: (words: string) => string,
) {
  return {
    title: drawingsTitle(drawings),
    leftOut: leftOutWords(drawings),
    map: drawings.map === null ? null : mapData(drawings.map, drawable),
    charts: drawings.charts.map((chart) => chartData(chart, cards, drawable)),
  }
}

function mapData(map: PackMap, drawable: (words: string) => string) {
  const { svg } = drawnMap(inWords(map, drawable), WIDTH, null)
  return { svg, alt: drawnMap(map, WIDTH, null).summary, rows: map.regions.map(regionData) }
}

/** A region that was not judged by then has no level, and nothing that follows from one. */
function regionData({ shade: { name, level, trend, asOf, cards }, citations }: ShadedRegion) {
  const [deciding, ...others] = cards
  const levelWord = level === null ? LABELS.unjudged : THREAT_LEVEL_WORDS[level].word
  return {
    region: name,
    level,
    levelWord: cards.some(({ contested }) => contested) ? `${levelWord}, ${LABELS.contested}` : levelWord,
    trend,
    trendWord: trend === null ? '' : TREND_WORDS[trend],
    date: asOf === null ? '' : dateWords(asOf),
    decidedBy: deciding === undefined ? null : titled(deciding.title),
    others: othersOf(others),
    cited: citedDocuments(citations),
  }
}

function othersOf(cards: readonly ShadedCard[]): string[] {
  const named = cards.map(({ title, level, contested }) => {
    const levelWord = THREAT_LEVEL_WORDS[level].word.toLowerCase()
    return `${titled(title)} (${contested ? `${levelWord}, ${LABELS.contested}` : levelWord})`
  })
  if (named.length <= OTHERS_NAMED + 1) return named
  return [...named.slice(0, OTHERS_NAMED), `${named.length - OTHERS_NAMED} more`]
}

function chartData(chart: PackChart, cards: readonly ProjectedCard[], drawable: (words: string) => string) {
  const { number, series } = chart
  const plotHeight = series.points.length > 1 ? PLOT_HEIGHT : PLOT_HEIGHT_OF_ONE
  const { svg } = drawnChart(inWords(chart, drawable), WIDTH, { plotHeight })
  const { summary, table } = drawnChart(chart, WIDTH, { plotHeight })
  return {
    id: `chart-${number}`,
    number: String(number),
    svg,
    alt: summary,
    measure: series.measure,
    cards: cards
      .filter(({ id }) => series.points.some((point) => point.card === id))
      .map(({ id, title }) => ({ id, title: titled(title) })),
    head: table.head,
    rows: table.rows.map((row) => ({ cells: row.slice(0, -1), cited: sourceOf(row.at(-1) ?? '', series.citations) })),
  }
}

/** Before anything is laid out, for what is replaced may be wider. What is drawn is plain data and comes back as it was. */
const inWords = <Drawn extends PackMap | PackChart>(drawn: Drawn, drawable: (words: string) => string): Drawn =>
  JSON.parse(
    JSON.stringify(drawn, (_, value: unknown) => (typeof value === 'string' ? drawable(value) : value)),
  ) as Drawn

/** A table names its sources in words; here they are followed too. */
const sourceOf = (words: string, citations: readonly Citation[]) =>
  citedDocuments(citations.filter((citation) => formatCitations([citation]) === words).slice(0, 1))

const titled = (title: string): string => orElse(title, LABELS.untitled)
