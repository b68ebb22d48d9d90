/** The map and the charts in Markdown: a picture from the file beside it, the same in words, and the data as a table. */
import { orElse } from './blank.ts'
import { formatCitations } from '@briefboard/board'
import { chartFile, drawnChart, drawnMap, FILE_WIDTH, MAP_FILE } from './drawing-files.ts'
import { drawingsOf, type PackChart, type PackMap } from './drawings.ts'
import { cited, table as tableOf } from './markdown-card.ts'
import { escapeMarkdown as plain } from './markdown-escape.ts'
import type { ProjectedCard, Projection } from './projection.ts'
import { drawingsTitle, LABELS, leftOutWords } from './words.ts'

/** Empty if there is nothing to draw. */
export function drawingsSection(projection: Projection): string[] {
  const drawings = drawingsOf(projection)
  if (drawings.map === null && drawings.charts.length === 0) return []
  const leftOut = leftOutWords(drawings)
  return [
    `## ${drawingsTitle(drawings)}`,
    ...(leftOut === null ? [] : [leftOut]),
    ...(drawings.map === null ? [] : mapBlocks(drawings.map)),
    ...drawings.charts.flatMap((chart) => chartBlocks(chart, projection.cards)),
  ]
}

function mapBlocks(map: PackMap): string[] {
  const { summary, table } = drawnMap(map, FILE_WIDTH)
  // The countries of each region are in briefing.json; here they would hide what the table is about.
  const kept = table.head.map((name) => name !== 'Countries')
  const rows = table.rows.map((row, index) => [
    ...row.filter((_, column) => kept[column]).map((cell) => plain(cell)),
    cited(map.regions[index]?.citations ?? []).trim(),
  ])
  const head = [...table.head.filter((_, column) => kept[column]), LABELS.source]
  return [`### ${LABELS.mapTitle}`, picture(LABELS.mapTitle, MAP_FILE), plain(summary), tableOf(head, rows)]
}

function chartBlocks(chart: PackChart, cards: readonly ProjectedCard[]): string[] {
  const { measure, points, citations } = chart.series
  const { summary, table } = drawnChart(chart, FILE_WIDTH)
  const own = cards.filter(({ id }) => points.some((point) => point.card === id))
  const titles = own.map(({ title }) => plain(orElse(title, LABELS.untitled)))
  const rows = table.rows.map((row) => [
    ...row.slice(0, -1).map((cell) => plain(cell)),
    cited(citations.filter((citation) => formatCitations([citation]) === row.at(-1)).slice(0, 1)).trim(),
  ])
  return [
    `### ${LABELS.chart} ${chart.number}. ${plain(measure)}`,
    picture(measure, chartFile(chart)),
    plain(summary),
    `${own.length === 1 ? LABELS.fromCard : LABELS.fromCards}: ${titles.join('; ')}`,
    tableOf(table.head, rows),
  ]
}

/** Named as well as shown: not everybody renders what they read. */
const picture = (alt: string, file: string): string =>
  `![${plain(alt)}](${file})\n\n${LABELS.drawing}: [${file}](${file})`
