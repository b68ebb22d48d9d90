/** The columns of a chart: solid as far as a value is certain, hatched where it may end, open where nobody says. */
import { citationKey, formatCitations } from '@briefboard/board'
import type { Canvas } from './drawing.ts'
import { hatched, type Box } from './hatch.ts'
import { drawLabel } from './series-labels.ts'
import { ARROW, type Column, type Layout } from './series-layout.ts'
import { pointWords } from './series-words.ts'
import { element, words, type Markup } from './svg.ts'

/** The fading of what is open. */
export function columnDefinitions({ id, palette }: Canvas): Markup {
  const stops = [0.5, 0].map((opacity, offset) =>
    element('stop', { offset, 'stop-color': palette.accent, 'stop-opacity': opacity }),
  )
  return element('defs', {}, [
    element('linearGradient', { id: `${id}-up`, x1: 0, x2: 0, y1: 1, y2: 0 }, stops),
    element('linearGradient', { id: `${id}-down`, x1: 0, x2: 0, y1: 0, y2: 1 }, stops),
  ])
}

export function drawColumns(layout: Layout, unit: string, canvas: Canvas): Markup[] {
  return layout.columns.map((column) => {
    const { point } = column
    const told = `${pointWords(point, unit)} (${formatCitations([point.citation])})`
    const about = { 'data-figure': point.figure, 'data-card': point.card, 'data-citation': citationKey(point.citation) }
    return element('g', about, [
      element('title', {}, [words(told)]),
      ...shapes(column, layout, canvas),
      ...drawLabel(column, layout, canvas),
    ])
  })
}

function shapes({ mark, x, width }: Column, { y }: Layout, { id, palette }: Canvas): Markup[] {
  const left = x - width / 2
  const boxOf = ([from, to]: [number, number]): Box => {
    const [top, bottom] = [y(Math.max(from, to)), y(Math.min(from, to))]
    return { x: left, y: top, width, height: bottom - top }
  }
  const edge = (value: number): Markup =>
    element('rect', { x: left, y: y(value) - 1, width, height: 2, fill: palette.accent, 'data-edge': String(value) })
  const { solid, possible } = mark
  return [
    ...(solid === null ? [] : [element('rect', { ...boxOf(solid), fill: palette.accent, 'data-part': 'certain' })]),
    ...(possible === null ? [] : hatched(boxOf(possible), palette, { 'data-part': 'possible' })),
    ...openEnd(left, width, y(mark.openFrom), mark.open, { id, colour: palette.accent }),
    ...mark.numbers.map(edge),
  ]
}

/** No edge where the value goes on: sides that fade, and an arrow. */
function openEnd(
  left: number,
  width: number,
  from: number,
  open: 'up' | 'down' | null,
  { id, colour }: { id: string; colour: string },
): Markup[] {
  if (open === null) return []
  const way = open === 'up' ? -1 : 1
  const box = { x: left, y: open === 'up' ? from - ARROW : from, width, height: ARROW }
  const [middle, half] = [left + width / 2, Math.min(6, width / 3)]
  const tip = from + way * (ARROW - 3)
  const arrow = `M${middle - half},${tip - way * half}L${middle},${tip}L${middle + half},${tip - way * half}`
  return [
    element('rect', { ...box, fill: `url(#${id}-${open})`, 'data-part': 'open' }),
    element('path', { d: rounded(arrow), fill: 'none', stroke: colour, 'stroke-width': 1.8 }),
  ]
}

const rounded = (path: string): string => path.replace(/(?<!\d)\d+\.\d{3,}/g, (long) => Number(long).toFixed(2))
