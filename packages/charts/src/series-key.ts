/** The key below a chart: only the ways of drawing that this chart uses. */
import type { Canvas, Piece } from './drawing.ts'
import { hatched } from './hatch.ts'
import type { Layout } from './series-layout.ts'
import { element, type Markup } from './svg.ts'
import { label, widthOf, type TextStyle } from './text.ts'

interface Entry {
  words: string
  /** null: hatched, with an edge. */
  fill: string | null
}

export function drawKey(layout: Layout, canvas: Canvas, top: number): Piece {
  const style: TextStyle = { size: canvas.type.small, fill: canvas.palette.ink2 }
  const markup: Markup[] = []
  let [x, y] = [0, top]
  const row = canvas.type.small + 8
  for (const entry of entriesOf(layout, canvas)) {
    const width = 20 + widthOf(entry.words, style) + 16
    if (x > 0 && x + width > canvas.width) [x, y] = [0, y + row]
    markup.push(...swatch(x, y, entry, canvas), label(entry.words, x + 20, y + 10, style))
    x += width
  }
  return { markup, bottom: markup.length === 0 ? top : y + row }
}

function entriesOf({ columns, bands }: Layout, { id, palette }: Canvas): Entry[] {
  const isLimit = columns.some(({ point, mark }) => point.value.low === null && mark.possible !== null)
  const isRange = columns.some(({ point, mark }) => point.value.low !== null && mark.possible !== null)
  const opens = new Set(columns.map(({ mark }) => mark.open))
  const isPartly = columns.some(({ mark }) => mark.solid !== null && (mark.possible !== null || mark.open !== null))
  const isGap = bands.some(({ state }) => state === 'missing')
  const entries: (Entry & { used: boolean })[] = [
    { used: isPartly, words: 'at least this much', fill: palette.accent },
    { used: isRange, words: 'range: the value lies in here', fill: null },
    { used: isLimit, words: 'upper limit: the value may be lower', fill: null },
    { used: opens.has('up'), words: 'the value is higher, not said by how much', fill: `url(#${id}-up)` },
    { used: opens.has('down'), words: 'the value is lower, not said by how much', fill: `url(#${id}-down)` },
    { used: isGap, words: 'no figure for these years', fill: palette.gap },
  ]
  return entries.filter(({ used }) => used)
}

function swatch(x: number, y: number, { fill }: Entry, { palette }: Canvas): Markup[] {
  const box = { x, y, width: 14, height: 12 }
  if (fill !== null) return [element('rect', { ...box, fill })]
  return [...hatched(box, palette), element('rect', { ...box, height: 2, fill: palette.accent })]
}
