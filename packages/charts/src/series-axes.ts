/** The frame of a chart: lines for values, a band a year, and the mark of years that have no figure. */
import type { Canvas } from './drawing.ts'
import type { Band, Layout } from './series-layout.ts'
import { element, type Markup } from './svg.ts'
import { label, widthOf, type TextStyle } from './text.ts'

export function drawValueAxis({ ticks, left, right }: Layout, { palette, type }: Canvas): Markup[] {
  return ticks.flatMap(({ value, y, words }) => [
    element('line', { x1: left, x2: right, y1: y, y2: y, stroke: value === 0 ? palette.lineStrong : palette.line }),
    label(words, left - 8, y + type.small * 0.36, { size: type.small, fill: palette.ink3, anchor: 'end' }),
  ])
}

/** Gaps cover the lines for values, since there is nothing to read off; what they say stands in the middle of a run of years. */
export function drawGaps(layout: Layout, canvas: Canvas): Markup[] {
  return runsOf(layout.bands).flatMap(({ x, width, first, last, state }) => {
    const years = first === last ? `${first}` : `${first}-${last}`
    const box = { x: x + 2, y: layout.top, width: Math.max(0.5, width - 4), height: layout.bottom - layout.top }
    const shade = element('rect', { ...box, fill: canvas.palette.gap, 'data-gap': years })
    return [shade, ...gapWords(x + width / 2, width - 8, state, layout, canvas)]
  })
}

const GAP_WORDS = { missing: 'no figure', covered: 'in a later period' }

function gapWords(
  middle: number,
  room: number,
  state: keyof typeof GAP_WORDS,
  { top, bottom }: Layout,
  { palette, type }: Canvas,
): Markup[] {
  const style: TextStyle = { size: type.small, fill: palette.ink3, anchor: 'middle' }
  const said = GAP_WORDS[state]
  const y = (top + bottom) / 2
  if (widthOf(said, style) <= room) return [label(said, middle, y, style)]
  if (room < type.small - 4) return []
  const turned = { transform: `rotate(-90 ${Math.round(middle)} ${Math.round(y)})` }
  return [label(said, Math.round(middle), Math.round(y) + type.small * 0.36, style, turned)]
}

interface Run {
  x: number
  width: number
  first: number
  last: number
  state: 'missing' | 'covered'
}

function runsOf(bands: readonly Band[]): Run[] {
  const runs: Run[] = []
  for (const { year, until, state, x, width } of bands) {
    if (year === null || until === null || state === 'figures') continue
    const run = runs.at(-1)
    if (run !== undefined && run.last === year - 1 && run.state === state) {
      run.width += width
      run.last = until
    } else runs.push({ x, width, first: year, last: until, state })
  }
  return runs
}

/** Years below the columns; above them, where there is room, what a period says beyond its year. */
export function drawTimeAxis(layout: Layout, canvas: Canvas): { markup: Markup[]; bottom: number } {
  const { type } = canvas
  const parts = partLabels(layout, canvas)
  const top = layout.bottom + (parts.length > 0 ? type.small + 6 : 0)
  const years = yearLabels(layout, canvas, top + type.text + 5)
  return { markup: [...parts, ...years], bottom: top + type.text + 12 }
}

/** As many years as have room, from the first; those with figures are strong. What has no year is always named, a long gap within its own band alone. */
function yearLabels({ bands, right }: Layout, { palette, type }: Canvas, y: number): Markup[] {
  const style: TextStyle = { size: type.text, fill: palette.ink2, weight: 600, anchor: 'middle' }
  const placed = bands.flatMap(({ year, until, state, x, width }) => {
    const said = year === null ? 'undated' : year === until ? String(year) : `${year}–${until}`
    const half = widthOf(said, style) / 2
    if (year !== until && 2 * half > width) return []
    return { said, half, middle: Math.min(x + width / 2, right - half), isDated: year !== null, state }
  })
  const undated = placed.find(({ isDated }) => !isDated)
  const end = undated === undefined ? Infinity : undated.middle - undated.half - 8
  let taken = 0
  return placed.flatMap(({ said, half, middle, isDated, state }) => {
    if (isDated && (middle - half < taken || middle + half > end)) return []
    taken = middle + half + 8
    return [label(said, middle, y, state === 'figures' ? style : { ...style, weight: 400, fill: palette.ink3 })]
  })
}

function partLabels({ columns, bottom }: Layout, { palette, type }: Canvas): Markup[] {
  const style: TextStyle = { size: type.small, fill: palette.ink3, anchor: 'middle' }
  const named = columns.map(({ point, x, slot }) => ({ words: point.place?.label ?? '', x, slot }))
  const shown = named.filter(({ words }) => words !== '')
  if (shown.some(({ words, slot }) => widthOf(words, style) > slot)) return []
  return shown.map(({ words, x }) => label(words, x, bottom + type.small + 5, style))
}
