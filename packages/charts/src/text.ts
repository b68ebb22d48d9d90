/** Words in a drawing: how wide they are, where they break, and the element that shows them. */
import type { Piece } from './drawing.ts'
import { element, inARow, words, type Attributes, type Markup } from './svg.ts'

/** Inter is on the page and in packs; the rest, about as wide, is for where a drawing is opened alone. */
export const FONTS = "Inter, 'Inter Variable', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

export interface TextStyle {
  size: number
  fill: string
  weight?: 400 | 600
  anchor?: 'start' | 'middle' | 'end'
  /** A patch of this colour keeps lines of the chart out of the words. No rim: Typst sets letter by letter, and each rim would eat the letter before it. */
  halo?: string
}

/** One line; `y` is its baseline. */
export function label(text: string, x: number, y: number, style: TextStyle, more: Attributes = {}): Markup {
  const { size, fill, weight = 400, anchor = 'start', halo } = style
  const shown = { 'font-weight': weight === 400 ? null : weight, 'text-anchor': anchor === 'start' ? null : anchor }
  const line = element('text', { x, y, 'font-size': size, fill, ...shown, ...more }, [words(text)])
  return halo === undefined ? line : inARow([patch(text, x, y, style, more.transform ?? null), line])
}

const SHARE_BEFORE = { start: 0, middle: 0.5, end: 1 }

function patch(text: string, x: number, y: number, style: TextStyle, transform: string | number | null): Markup {
  const { size, anchor = 'start', halo = 'none' } = style
  const width = widthOf(text, style)
  const box = { x: x - width * SHARE_BEFORE[anchor] - 2, y: y - size * 0.8, width: width + 4, height: size * 1.04 }
  return element('rect', { ...box, fill: halo, transform })
}

/** Lines below each other; `top` is the upper edge. */
export function paragraph(text: string, x: number, top: number, width: number, style: TextStyle, most = 12): Piece {
  const height = Math.round(style.size * 1.4)
  const lines = wrap(text, width, style, most)
  const markup = lines.map((line, index) => label(line, x, top + index * height + style.size, style))
  return { markup, bottom: top + lines.length * height }
}

/** Breaks at spaces, long words anywhere; what is more than `most` lines ends in an ellipsis (it is whole in the summary). */
export function wrap(text: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).flatMap((part) => pieces(part, width, style))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer, style) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  if (line !== '') lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), shortened(lines.slice(most - 1).join(' '), width, style)]
}

/** As much as fits into the width, with an ellipsis if that is not all. Looks at no more of a long text than that. */
export function shortened(text: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>): string {
  let left = width - widthOf('…', style)
  let kept = ''
  for (const character of text) {
    left -= widthOf(character, style)
    if (left < 0) return widthOf(text.slice(0, kept.length + 2000), style) <= width ? text : `${kept.trimEnd()}…`
    kept += character
  }
  return text
}

// Advance widths of Inter Regular from space to tilde, in hundredths of the size: a drawing is made where nothing can be measured.
const ADVANCES = (
  '28 29 47 63 64 98 64 30 36 36 50 66 29 46 29 36 63 41 61 62 65 59 62 57 62 62 29 30 66 66 66 51 97 69 65 73 72 60 ' +
  '59 75 74 27 57 67 56 90 75 76 64 76 64 64 65 74 69 98 68 68 63 36 36 36 47 46 32 56 61 57 61 58 37 61 59 24 24 55 ' +
  '24 88 59 60 61 61 38 53 33 59 56 82 55 56 55 43 33 43 66'
)
  .split(' ')
  .map(Number)
const FULL_WIDTH = /[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]/
const SEMIBOLD = 1.05

/** About how many pixels the words take; in another font than Inter, a little more or less. */
export function widthOf(text: string, { size, weight = 400 }: Pick<TextStyle, 'size' | 'weight'>): number {
  let hundredths = 0
  for (const character of text)
    hundredths += ADVANCES[(character.codePointAt(0) ?? 0) - 32] ?? (FULL_WIDTH.test(character) ? 100 : 63)
  return (hundredths / 100) * size * (weight === 600 ? SEMIBOLD : 1)
}

function pieces(word: string, width: number, style: Pick<TextStyle, 'size' | 'weight'>): string[] {
  if (widthOf(word, style) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && widthOf(part + character, style) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}
