/** What a kept document says beside the board's of today: word by word where they differ. */
import { diffArrays, diffWordsWithSpace } from 'diff'
import type { Part } from './parts.ts'

/** Words, and where they stand. */
export interface Piece {
  text: string
  in: 'both' | 'device' | 'board'
}

/** `same`: so many lines that are the same in both. */
export type Row = { kind: 'same'; lines: number } | { kind: 'line'; pieces: Piece[] }

export interface Difference {
  key: string
  label: string
  rows: Row[]
}

/** Only parts that this device has: what others have added to the board meanwhile is no loss of anybody's. */
export function compareParts(device: readonly Part[], board: readonly Part[]): Difference[] {
  const onBoard = new Map(board.map((part) => [part.key, part]))
  return device.flatMap(({ key, label, lines }): Difference[] => {
    const rows = compareLines(lines, onBoard.get(key)?.lines ?? [])
    return rows.some(({ kind }) => kind === 'line') ? [{ key, label, rows }] : []
  })
}

/** Nothing that this device has is missing on the board. */
export function isAllOnBoard(differences: readonly Difference[]): boolean {
  const pieces = differences.flatMap(({ rows }) => rows.flatMap((row) => (row.kind === 'line' ? row.pieces : [])))
  return pieces.every(({ text, in: where }) => where !== 'device' || text.trim() === '')
}

export function compareLines(device: readonly string[], board: readonly string[]): Row[] {
  const rows: Row[] = []
  let [removed, added]: [string[], string[]] = [[], []]
  const flush = (): void => {
    rows.push(...changedLines(added, removed))
    ;[removed, added] = [[], []]
  }
  for (const { value, added: isAdded, removed: isRemoved } of diffArrays([...board], [...device])) {
    if (isAdded) added = value
    else if (isRemoved) removed = value
    else {
      flush()
      rows.push({ kind: 'same', lines: value.length })
    }
  }
  flush()
  return rows
}

/** So long, and the words are not worth comparing one by one. */
const LONGEST_COMPARED = 40_000
const PATIENCE_MS = 200

function changedLines(device: readonly string[], board: readonly string[]): Row[] {
  const whole = (lines: readonly string[], where: Piece['in']): Row[] =>
    lines.map((text) => ({ kind: 'line', pieces: [{ text, in: where }] }))
  const apart = (): Row[] => [...whole(device, 'device'), ...whole(board, 'board')]
  const [mine, theirs] = [device.join('\n'), board.join('\n')]
  if (device.length === 0 || board.length === 0 || mine.length + theirs.length > LONGEST_COMPARED) return apart()
  const changes = diffWordsWithSpace(theirs, mine, { timeout: PATIENCE_MS })
  if (changes === undefined) return apart()
  const pieces = changes.map(({ value, added, removed }): Piece => ({
    text: value,
    in: added ? 'device' : removed ? 'board' : 'both',
  }))
  // Words that merely happen to occur in both make no readable comparison.
  const shared = pieces.reduce((sum, piece) => sum + (piece.in === 'both' ? piece.text.trim().length : 0), 0)
  return shared * 3 < Math.min(mine.length, theirs.length) ? apart() : intoLines(joined(pieces))
}

/** Changes that only spaces keep apart are one: phrases are read, not every other word. */
function joined(pieces: readonly Piece[]): Piece[] {
  const rest = [...pieces]
  const whole: Piece[] = []
  while (rest.length > 0) {
    const end = rest.findIndex(({ text, in: where }) => where === 'both' && (text.trim() !== '' || text.includes('\n')))
    const run = rest.splice(0, end === -1 ? rest.length : end)
    // Spaces at its ends belong to both.
    const after = run.at(-1)?.in === 'both' ? run.splice(-1) : []
    const before = run[0]?.in === 'both' ? run.splice(0, 1) : []
    whole.push(...before, ...sideOf(run, 'board'), ...sideOf(run, 'device'), ...after, ...rest.splice(0, 1))
  }
  return whole
}

function sideOf(run: readonly Piece[], side: 'device' | 'board'): Piece[] {
  if (!run.some((piece) => piece.in === side)) return []
  const text = run.flatMap((piece) => (piece.in === side || piece.in === 'both' ? [piece.text] : [])).join('')
  return [{ text, in: side }]
}

function intoLines(pieces: readonly Piece[]): Row[] {
  const lines: Piece[][] = [[]]
  for (const piece of pieces) {
    piece.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ ...piece, text })
    })
  }
  return lines.filter((line) => line.length > 0).map((line) => ({ kind: 'line', pieces: line }))
}
