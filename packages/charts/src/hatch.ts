/** Hatched boxes, drawn line by line: the tiles of an SVG pattern show their seams in a PDF. */
import type { Palette } from './palette.ts'
import { element, number, type Attributes, type Markup } from './svg.ts'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

const APART = 6

/** The box in its soft colour with rising lines over it. */
export function hatched(box: Box, { accent, accentSoft }: Palette, more: Attributes = {}): Markup[] {
  const d = risingLines(box)
  const ground = element('rect', { ...box, fill: accentSoft, ...more })
  return d === '' ? [ground] : [ground, element('path', { d, fill: 'none', stroke: accent, 'stroke-width': 1.2 })]
}

/** Each line satisfies x + y = c, for every sixth c: neighbouring boxes are hatched in step. */
function risingLines({ x, y, width, height }: Box): string {
  const [right, bottom] = [x + width, y + height]
  const lines: string[] = []
  for (let c = Math.ceil((x + y) / APART) * APART; c < right + bottom; c += APART) {
    const [fromX, toX] = [Math.max(x, c - bottom), Math.min(right, c - y)]
    if (toX - fromX > 0.3) lines.push(`M${number(fromX)},${number(c - fromX)}L${number(toX)},${number(c - toX)}`)
  }
  return lines.join('')
}
