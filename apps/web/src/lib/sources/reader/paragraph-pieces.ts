/** A paragraph's text cut into what is drawn: lines for its sub-paragraphs, in them runs of one look, and markers of notes. */
import type { Range } from './normalized-text.ts'
import type { OwnText } from './reader-document.ts'

export type Look = 'quoted' | 'pointed' | 'hit' | 'current'

export interface Highlight {
  range: Range
  look: Look
}

export type Piece =
  { kind: 'text'; from: number; text: string; looks: Look[] } | { kind: 'note'; at: number; marker: string }

export interface Line {
  /** How deep in sub-paragraphs: 0 for the paragraph itself. */
  depth: number
  /** It begins with its label. */
  isLabelled: boolean
  pieces: Piece[]
}

export function linesOf(own: OwnText, highlights: readonly Highlight[]): Line[] {
  const { text, subparagraphs } = own
  const cuts = sorted([0, text.length, ...subparagraphs.flatMap(({ from, to }) => [from, to])])
  return cuts.slice(1).flatMap((end, index) => {
    const [from, to] = trimmed(text, cuts[index] ?? 0, end)
    if (from >= to) return []
    return {
      depth: subparagraphs.filter((sub) => sub.from <= from && to <= sub.to).length,
      isLabelled: subparagraphs.some((sub) => sub.from === from),
      pieces: piecesOf(own, [from, to], highlights),
    }
  })
}

/** A text without sub-paragraphs and notes: a digest. */
export const runsOf = (text: string, highlights: readonly Highlight[]): Piece[] =>
  piecesOf({ text, subparagraphs: [], notes: [] }, [0, text.length], highlights)

function piecesOf(own: OwnText, [from, to]: Range, highlights: readonly Highlight[]): Piece[] {
  // A marker stands behind the place it was found at, so one at a line's very beginning is the line's before it.
  const notes = own.notes.filter(({ at }) => (at > from || from === 0) && at <= to)
  const inside = (at: number): boolean => at > from && at < to
  const cuts = sorted([
    from,
    to,
    ...[...notes.map(({ at }) => at), ...highlights.flatMap(({ range }) => range)].filter(inside),
  ])
  const pieces: Piece[] = notes.filter(({ at }) => at === from).map(noteOf)
  for (const [index, end] of cuts.slice(1).entries()) {
    const begin = cuts[index] ?? from
    const looks = highlights.filter(({ range }) => range[0] <= begin && end <= range[1]).map(({ look }) => look)
    pieces.push({ kind: 'text', from: begin, text: own.text.slice(begin, end), looks: [...new Set(looks)] })
    pieces.push(...notes.filter(({ at }) => at === end).map(noteOf))
  }
  return pieces
}

const noteOf = ({ at, marker }: OwnText['notes'][number]): Piece => ({ kind: 'note', at, marker })

const sorted = (places: number[]): number[] => [...new Set(places)].sort((a, b) => a - b)

function trimmed(text: string, from: number, to: number): Range {
  const part = text.slice(from, to)
  const begin = from + (part.length - part.trimStart().length)
  return [begin, Math.max(begin, from + part.trimEnd().length)]
}
