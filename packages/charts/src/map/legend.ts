/** What stands below a map: its regions with their level in words, the scale, and what the map does not say. */
import type { Canvas, Piece } from '../drawing.ts'
import { PALETTES, type Palette } from '../palette.ts'
import type { Shade } from '../shades.ts'
import { element, words, type Markup } from '../svg.ts'
import { label, paragraph, shortened, widthOf, type TextStyle } from '../text.ts'
import { badgeSize, drawBadge, type Badge } from './badges.ts'
import { colourOf, FILLS, patternOf, type Fill } from './fills.ts'
import { BOUNDARIES, CONTESTED_NOTE, levelWord, SCALE_NOTE, trendWords } from './map-words.ts'

/** `badges`: the regions that have a number on the map. */
export function drawLegend(shades: readonly Shade[], badges: readonly Badge[], canvas: Canvas, top: number): Piece {
  const scale = drawScale(canvas, top)
  const list = drawRegions(shades, badges, canvas, scale.bottom + 8)
  const { width, palette, type } = canvas
  const style: TextStyle = { size: type.small, fill: palette.ink3 }
  const said = [SCALE_NOTE, ...(badges.some(({ isContested }) => isContested) ? [CONTESTED_NOTE] : []), BOUNDARIES]
  const notes = paragraph(said.join(' '), 0, list.bottom + 6, width, style)
  return { markup: [...scale.markup, ...list.markup, ...notes.markup], bottom: notes.bottom }
}

export interface KeyEntry {
  /** null: land of no region. */
  fill: Fill | null
  /** One over the other: the colour, then the pattern. */
  fills: string[]
  said: string
}

/** What the colours and patterns of the drawing with this id mean. */
export function mapKey(id: string, palette: Palette = PALETTES.page): KeyEntry[] {
  const scale = FILLS.map((fill) => ({
    fill,
    fills: [colourOf(fill, palette), patternOf(`${id}-key`, fill)],
    said: levelWord(fill === 'unjudged' ? null : fill),
  }))
  return [...scale, { fill: null, fills: [palette.line], said: 'Not on this board' }]
}

function drawScale({ id, width, palette, type }: Canvas, top: number): Piece {
  const style: TextStyle = { size: type.small, fill: palette.ink2 }
  const entries = mapKey(id, palette)
  const markup: Markup[] = []
  let [x, y] = [0, top]
  for (const { fills, said } of entries) {
    const room = 30 + widthOf(said, style) + 14
    if (x > 0 && x + room > width) [x, y] = [0, y + 21]
    const box = { x: x + 0.5, y: y + 0.5, width: 22, height: 13, stroke: palette.lineStrong }
    markup.push(...fills.map((fill) => element('rect', { ...box, fill })), label(said, x + 30, y + 11, style))
    x += room
  }
  return { markup, bottom: y + 21 }
}

const ROW = 24
/** Where an entry's words begin, and what stands between its name and its level. */
const INDENT = 28
const SPACE = 8

interface Entry {
  name: string
  level: string
  badge: Badge | null
}

function drawRegions(shades: readonly Shade[], badges: readonly Badge[], canvas: Canvas, top: number): Piece {
  const entries = shades.map((shade) => entryOf(shade, badges))
  const size = canvas.type.text
  const widths = entries.map(({ name, level }) => widthOf(name, { size, weight: 600 }) + widthOf(level, { size }))
  const widest = Math.max(0, ...widths) + INDENT + SPACE + 16
  const columns = Math.max(1, Math.min(3, Math.floor(canvas.width / widest)))
  const rows = Math.ceil(entries.length / columns)
  const width = canvas.width / columns
  const markup = entries.flatMap((entry, index) =>
    drawEntry(entry, canvas, Math.floor(index / rows) * width, top + (index % rows) * ROW, width),
  )
  return { markup, bottom: top + rows * ROW }
}

function entryOf({ region, name, level, trend }: Shade, badges: readonly Badge[]): Entry {
  const badge = badges.find((each) => each.region === region) ?? null
  const said = [levelWord(level), ...(level === null || trend === null ? [] : [trendWords(trend)])].join(', ')
  return { name, badge, level: badge === null ? `${said} (not on the map)` : said }
}

function drawEntry({ name, level, badge }: Entry, canvas: Canvas, x: number, y: number, width: number): Markup[] {
  const { palette, type } = canvas
  const size = type.text
  const radius = badgeSize(canvas.width)
  const middle = y + radius + 1
  const room = Math.max(60, width - INDENT - SPACE - widthOf(level, { size }))
  const parts = [
    element('tspan', { 'font-weight': 600, fill: palette.ink }, [words(shortened(name, room, { size, weight: 600 }))]),
    // A space that is read and copied, and the rest of the distance.
    element('tspan', { dx: SPACE - widthOf(' ', { size }) }, [words(` ${level}`)]),
  ]
  return [
    ...(badge === null ? [] : [drawBadge(badge, x + radius + 1, middle, canvas)]),
    element('text', { x: x + INDENT, y: middle + 4, 'font-size': size, fill: palette.ink2 }, parts),
  ]
}
