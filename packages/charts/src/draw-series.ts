/** A series as a chart: columns on a scale from zero, its key and its sources. */
import { formatCitations } from '@briefboard/board'
import { canvasOf, usableWidth, type Canvas, type Drawing, type Piece } from './drawing.ts'
import { PALETTES, type Theme } from './palette.ts'
import { drawGaps, drawTimeAxis, drawValueAxis } from './series-axes.ts'
import { columnDefinitions, drawColumns } from './series-columns.ts'
import { drawKey } from './series-key.ts'
import { layoutOf, type Layout } from './series-layout.ts'
import { partWords, pointWords, seriesSummary, seriesTable } from './series-words.ts'
import { drawnPart, type Series } from './series.ts'
import { element, nameOf, words, type Markup } from './svg.ts'
import { FONTS, paragraph } from './text.ts'

export interface SeriesOptions {
  /** In pixels; 240 to 4000. */
  width: number
  theme: Theme
  /** Drawn above the chart; the measure if left out, nothing if null. */
  title?: string | null
  /** From zero to the highest mark of the axis, in pixels; in proportion to the width if left out. */
  plotHeight?: number
  /** Begins the ids in the drawing; needed only if one page shows the same drawing twice. */
  id?: string
}

/** Never throws: a series without a figure is drawn as an empty frame that says so. Of a long one, the latest part. */
export function drawSeries(whole: Series, { width: asked, theme, title, plotHeight, id }: SeriesOptions): Drawing {
  const { series, leftOut } = drawnPart(whole)
  const width = usableWidth(asked)
  const canvas = canvasOf(id ?? nameOf([series, width, theme, title, plotHeight]), width, PALETTES[theme])
  const summary = seriesSummary(whole)
  const heading = title === undefined ? series.measure : title
  const header = drawHeader(series, leftOut, heading, canvas)
  const plot = drawPlot(series, canvas, header.bottom + 8, plotHeight)
  const source = drawSource(series, canvas, plot.bottom + 8)
  const height = Math.ceil(source.bottom + 4)
  const about = beginning(`${heading ?? series.measure}. ${summary}`)
  const svg = root({ width, height, about }, [
    columnDefinitions(canvas),
    ...header.markup,
    ...plot.markup,
    ...source.markup,
  ])
  return { svg, width, height, summary, table: seriesTable(whole) }
}

function root({ width, height, about }: { width: number; height: number; about: string }, body: Markup[]): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` }
  const named = { role: 'img', 'aria-label': about, 'font-family': FONTS }
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, ...named }, [
    element('desc', {}, [words(about)]),
    ...body,
  ])
}

/** The axis' unit and the basis stand under the title: they decide what may be compared with it. */
function drawHeader(series: Series, leftOut: number, heading: string | null, canvas: Canvas): Piece {
  const { width, palette, type } = canvas
  const title: Piece =
    heading === null
      ? { markup: [], bottom: 0 }
      : paragraph(heading, 0, 0, width, { size: type.title, fill: palette.ink, weight: 600 }, 4)
  const { scale } = layoutOf(series, canvas, 0)
  const unit = [series.unit, scale.name].filter((part) => part !== '').join(' ')
  const measure = heading === null || heading === series.measure ? '' : `${series.measure}. `
  const part = leftOut === 0 ? '' : `. ${partWords(series, leftOut)}`
  const said = `${measure}${capital(unit)}. Basis: ${series.basis}${part}`
  const under = paragraph(said, 0, title.bottom + 2, width, { size: type.small, fill: palette.ink2 }, 5)
  return { markup: [...title.markup, ...under.markup], bottom: under.bottom }
}

function drawPlot(series: Series, canvas: Canvas, top: number, height?: number): Piece {
  const layout = layoutOf(series, canvas, top, height)
  const axis = drawTimeAxis(layout, canvas)
  const key = drawKey(layout, canvas, axis.bottom + 6)
  const statements = drawStatements(series, layout, canvas)
  return {
    markup: [
      ...drawValueAxis(layout, canvas),
      ...drawGaps(layout, canvas),
      ...drawColumns(layout, series.unit, canvas),
      ...zeroLine(layout, canvas),
      ...axis.markup,
      ...key.markup,
      ...statements.markup,
    ],
    bottom: Math.max(key.bottom, statements.bottom),
  }
}

/** Where the columns leave room beside them: every figure in words, each with its source. */
function drawStatements(series: Series, { right, top }: Layout, { width, palette, type }: Canvas): Piece {
  const x = right + 32
  const markup: Markup[] = []
  let bottom = top
  if (width - x < LEAST_BESIDE) return { markup, bottom }
  for (const point of series.points) {
    const words = paragraph(pointWords(point, series.unit), x, bottom, width - x, {
      size: type.text,
      fill: palette.ink,
    })
    const style = { size: type.small, fill: palette.ink3 }
    const source = paragraph(formatCitations([point.citation]), x, words.bottom, width - x, style)
    markup.push(...words.markup, ...source.markup)
    bottom = source.bottom + 12
  }
  return { markup, bottom }
}

/** A drawing says twice what it shows; who reads more of it than this has the summary and the table. */
const LONGEST_ABOUT = 5000
const beginning = (text: string): string => (text.length <= LONGEST_ABOUT ? text : `${text.slice(0, LONGEST_ABOUT)}…`)

const LEAST_BESIDE = 240

const zeroLine = ({ y, left, right }: Layout, { palette }: Canvas): Markup[] => [
  element('line', { x1: left, x2: right, y1: y(0), y2: y(0), stroke: palette.ink3 }),
]

function drawSource({ citations }: Series, { width, palette, type }: Canvas, top: number): Piece {
  const said = citations.length === 0 ? 'No figures.' : `Source: ${formatCitations(citations)}`
  return paragraph(said, 0, top, width, { size: type.small, fill: palette.ink3 })
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
