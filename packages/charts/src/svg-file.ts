/** A drawing as a file of its own: with a title, on its own ground, and with a marking if it has one. */
import type { Drawing } from './drawing.ts'
import { PALETTES } from './palette.ts'
import { element, words, type Markup } from './svg.ts'
import { FONTS, label, widthOf, type TextStyle } from './text.ts'

export interface SvgFileOptions {
  title: string
  /** Stands in the upper right corner on black, as documents bear it. */
  badge?: { words: string; color: string }
}

const MARGIN = 24
const BADGE = { height: 28, beside: 12, below: 12 }

/** For a drawing of the theme `print`. A viewer may be dark: without a ground of its own nothing could be read. */
export function svgFile({ svg, width, height }: Drawing, { title, badge }: SvgFileOptions): string {
  const top = MARGIN + (badge === undefined ? 0 : BADGE.height + BADGE.below)
  const size = { width: width + 2 * MARGIN, height: top + height + MARGIN }
  const root = { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox: `0 0 ${size.width} ${size.height}` }
  return `${element('svg', { ...root, 'font-family': FONTS }, [
    element('title', {}, [words(title)]),
    element('rect', { ...size, fill: PALETTES.print.ground }),
    ...(badge === undefined ? [] : drawBadge(badge, MARGIN + width)),
    element('g', { transform: `translate(${MARGIN},${top})` }, [asMarkup(svg)]),
  ])}\n`
}

/** `right` is its right edge; the marking's own size is 12 pt. */
function drawBadge({ words, color }: { words: string; color: string }, right: number): Markup[] {
  const style: TextStyle = { size: 16, fill: color, weight: 600, anchor: 'end' }
  const width = Math.ceil(widthOf(words, style)) + 2 * BADGE.beside
  return [
    element('rect', { x: right - width, y: MARGIN, width, height: BADGE.height, fill: '#000000' }),
    label(words, right - BADGE.beside, MARGIN + 20, style),
  ]
}

// A drawing's own SVG came out of `element`; it is markup and must not be escaped again. Where Inter is missing its
// lines may be a little longer than its width: there is a margin, so they are not cut.
const asMarkup = (svg: string): Markup => svg.replace('<svg ', '<svg overflow="visible" ') as Markup
