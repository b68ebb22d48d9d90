/** The world with a board's regions shaded by threat level. */
import { canvasOf, NARROW, usableWidth, type Canvas, type Drawing, type Piece } from '../drawing.ts'
import { PALETTES, type Theme } from '../palette.ts'
import type { Shade } from '../shades.ts'
import { element, nameOf, words, type Markup } from '../svg.ts'
import { FONTS, paragraph } from '../text.ts'
import { badgesOf, drawBadges } from './badges.ts'
import { patternDefinitions } from './fills.ts'
import { frameOf } from './frame.ts'
import { drawLand } from './land.ts'
import { drawLegend } from './legend.ts'
import { mapSummary, mapTable, moment } from './map-words.ts'

export interface MapOptions {
  shades: readonly Shade[]
  /** In pixels; 240 to 4000. */
  width: number
  theme: Theme
  /** The year at whose end the shades were taken; null for now. */
  year: number | null
  /** Drawn above the map; a plain one if left out, nothing if null. */
  title?: string | null
  /** Each region becomes a button that can be reached by keyboard; the page listens. For HTML alone. */
  interactive?: boolean
  /** Every country says its name to who points at it; nobody points at paper. True if left out. */
  named?: boolean
  /** The land and its numbers alone, without heading, legend and notes: for a page that says all these itself. */
  bare?: boolean
  /** The whole world, or what the regions need: by default the latter where there is little room. */
  frame?: 'world' | 'regions'
  /** Begins the ids in the drawing; needed only if one page shows the same drawing twice. */
  id?: string
}

const TITLE = 'Threat level by region'
const NOTHING: Piece = { markup: [], bottom: 0 }

export function drawMap(options: MapOptions): Drawing {
  const { shades, theme, year, title = TITLE, interactive = false, bare = false, named = true } = options
  const width = usableWidth(options.width)
  const part = options.frame ?? (width < NARROW ? 'regions' : 'world')
  const id = options.id ?? nameOf([shades, width, theme, year, title, interactive, bare, part])
  const canvas = canvasOf(id, width, PALETTES[theme])
  const header = bare ? NOTHING : drawHeader(title, year, canvas)
  const frame = frameOf(shades, part)
  const zoom = width / frame.width
  const land = drawLand(shades, frame, canvas, { interactive, named })
  const badges = badgesOf(shades)
  const top = bare ? 0 : header.bottom + 6
  const bottom = top + Math.ceil(frame.height * zoom)
  const legend = bare ? NOTHING : drawLegend(shades, badges, canvas, bottom + 10)
  const height = bare ? bottom : Math.ceil(legend.bottom + 4)
  const summary = mapSummary(shades, year)
  const body = [
    element('defs', {}, [
      ...patternDefinitions(canvas, zoom),
      ...patternDefinitions({ ...canvas, id: `${id}-key` }, 1),
    ]),
    ...header.markup,
    element('g', { transform: `translate(0,${top})` }, [...land.markup, ...drawBadges(badges, land.centres, canvas)]),
    ...legend.markup,
  ]
  // The summary belongs to an image; of a group of buttons each speaks for itself.
  const about = `${title ?? TITLE}. ${interactive ? moment(year) : summary}`
  return {
    svg: root({ width, height, about, interactive }, body),
    width,
    height,
    summary,
    table: mapTable(shades, year),
  }
}

function root(
  { width, height, about, interactive }: { width: number; height: number; about: string; interactive: boolean },
  body: Markup[],
): string {
  const size = { width, height, viewBox: `0 0 ${width} ${height}` }
  // An image hides what is in it from a screen reader; what can be pressed must not be hidden.
  const named = { role: interactive ? 'group' : 'img', 'aria-label': about, 'font-family': FONTS }
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, ...named }, [
    element('desc', {}, [words(about)]),
    ...body,
  ])
}

function drawHeader(title: string | null, year: number | null, { width, palette, type }: Canvas) {
  const main =
    title === null
      ? { markup: [], bottom: 0 }
      : paragraph(title, 0, 0, width, { size: type.title, fill: palette.ink, weight: 600 }, 4)
  const under = paragraph(moment(year), 0, main.bottom + 2, width, { size: type.small, fill: palette.ink2 })
  return { markup: [...main.markup, ...under.markup], bottom: under.bottom }
}
