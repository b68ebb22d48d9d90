/** Printed lines out of the pieces of text of a PDF's page: what shares a baseline, from left to right. */
import type { SourceLine } from '../source.ts'
import { raised } from './raised.ts'

/** A stretch of text where it is on the page; the origin is above and left, sizes are in points. */
export interface Piece {
  text: string
  x: number
  /** Of the baseline. */
  y: number
  width: number
  /** Of the letters. */
  size: number
  isRightToLeft: boolean
}

/** As parts of the size of the letters. */
const SAME_BASELINE = 0.25
const SMALLER = 0.85
const RAISED_LEAST = 0.15
const RAISED_MOST = 0.75
/** Some writers raise a mark and leave it as large as the text. */
const MARK = /^\s*\d{1,3}\s*$/
const WORD_GAP = 0.15
/** Wider, and it is a gap between columns or to a number: a tab. */
const WIDE_GAP = 2.5
/** As part of the usual gap between lines: more, and the author left one on purpose. */
const BLOCK_GAP = 1.35

interface PrintedLine {
  y: number
  size: number
  pieces: { piece: Piece; isRaised: boolean }[]
}

/** Lines from top to bottom, with an empty one where the author left a gap. */
export function linesOfPage(pieces: readonly Piece[], page: number): SourceLine[] {
  const printed = printedLines(pieces)
    .map((line) => ({ ...line, text: textOf(line) }))
    .filter(({ text }) => text !== '')
  const gaps = printed.map((line, index) => gapAbove(printed[index - 1], line))
  const most = usualGap(gaps) * BLOCK_GAP
  return printed.flatMap(({ text }, index) => {
    const line: SourceLine = { text, page, role: null }
    const isNewBlock = index > 0 && (gaps[index] ?? 0) > most
    return isNewBlock ? [{ text: '', page, role: null }, line] : [line]
  })
}

/** In sizes of the smaller letters, so that text, notes and headings can be compared. */
const gapAbove = (above: PrintedLine | undefined, { y, size }: PrintedLine): number =>
  above === undefined ? 0 : (y - above.y) / Math.max(1, Math.min(size, above.size))

/** Lines of one paragraph are closest; a page has at least a few of them, or nothing but single lines. */
function usualGap(gaps: readonly number[]): number {
  const inOrder = gaps.slice(1).toSorted((a, b) => a - b)
  return inOrder[Math.floor(inOrder.length / 4)] ?? Infinity
}

/** Large letters and long pieces first, so that raised marks find the line that they belong to. */
function printedLines(pieces: readonly Piece[]): PrintedLine[] {
  const byPlace = new Map<number, PrintedLine[]>()
  const all: PrintedLine[] = []
  const seen = new Set<string>()
  for (const piece of pieces.toSorted((a, b) => b.size - a.size || b.width - a.width)) {
    // Drawn twice in one place, letters look bold and are one text all the same.
    const key = `${Math.round(piece.x)} ${Math.round(piece.y)} ${piece.text}`
    if (seen.has(key)) continue
    seen.add(key)
    const home = nearestLine(byPlace, piece)
    if (home !== null) {
      home.line.pieces.push({ piece, isRaised: home.isRaised })
      continue
    }
    const line: PrintedLine = { y: piece.y, size: piece.size, pieces: [{ piece, isRaised: false }] }
    all.push(line)
    const place = Math.round(piece.y)
    byPlace.set(place, [...(byPlace.get(place) ?? []), line])
  }
  return all.toSorted((a, b) => a.y - b.y)
}

function nearestLine(
  byPlace: ReadonlyMap<number, PrintedLine[]>,
  piece: Piece,
): { line: PrintedLine; isRaised: boolean } | null {
  const reach = Math.min(40, Math.ceil(piece.size * 1.5) + 1)
  const place = Math.round(piece.y)
  let best: { line: PrintedLine; isRaised: boolean; distance: number } | null = null
  for (let at = place - reach; at <= place + reach; at += 1)
    for (const line of byPlace.get(at) ?? []) {
      const fit = fitOf(line, piece)
      if (fit !== null && (best === null || fit.distance < best.distance)) best = { line, ...fit }
    }
  return best
}

function fitOf(line: PrintedLine, piece: Piece): { isRaised: boolean; distance: number } | null {
  const above = line.y - piece.y
  const distance = Math.abs(above)
  const isMark = piece.size <= line.size * SMALLER || MARK.test(piece.text)
  const isRaised =
    isMark && above >= line.size * RAISED_LEAST && above <= line.size * RAISED_MOST && isBeside(line, piece)
  if (isRaised) return { isRaised, distance }
  return distance <= piece.size * SAME_BASELINE ? { isRaised, distance } : null
}

/** A raised mark stands right behind a word of its line, or before its first one. */
function isBeside({ pieces, size }: PrintedLine, { x, width }: Piece): boolean {
  return pieces.some(
    ({ piece }) =>
      Math.abs(x - (piece.x + piece.width)) <= size ||
      Math.abs(x + width - piece.x) <= size ||
      (x >= piece.x && x <= piece.x + piece.width),
  )
}

function textOf({ pieces, size }: PrintedLine): string {
  const rightToLeft = pieces.filter(({ piece }) => piece.isRightToLeft).length * 2 > pieces.length
  const inOrder = pieces.toSorted((a, b) => (rightToLeft ? b.piece.x - a.piece.x : a.piece.x - b.piece.x))
  let text = ''
  let end: number | null = null
  for (let index = 0; index < inOrder.length;) {
    const first = inOrder[index]
    if (first === undefined) break
    let run = ''
    const { isRaised } = first
    for (; inOrder[index]?.isRaised === isRaised; index += 1) {
      const piece = inOrder[index]?.piece
      if (piece === undefined) break
      run +=
        (end === null ? '' : separator(run === '' ? text : run, piece, gapTo(piece, end, rightToLeft), size)) +
        piece.text
      end = rightToLeft ? piece.x : piece.x + piece.width
    }
    text += isRaised ? raised(run) : run
  }
  return text
    .replaceAll(/ +/g, ' ')
    .replaceAll(/ ?\t+ ?/g, '\t')
    .trim()
}

const gapTo = ({ x, width }: Piece, end: number, rightToLeft: boolean): number =>
  rightToLeft ? end - (x + width) : x - end

function separator(before: string, { text }: Piece, gap: number, size: number): string {
  if (gap > size * WIDE_GAP) return '\t'
  return gap > size * WORD_GAP && !/\s$/.test(before) && !/^\s/.test(text) ? ' ' : ''
}
