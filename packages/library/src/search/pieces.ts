/** A text as it is searched: its beginning, cut into pieces between words. */

/** In UTF-16 units: some hundred pages. */
export const LONGEST_TEXT = 200_000
/** Where every word is another one, indexing a piece takes some five milliseconds. */
const PIECE = 8_000

/** A copy: a slice would keep the whole text in memory. */
export const beginningOf = (text: string, length: number): string =>
  text.length > length ? Buffer.from(text.slice(0, length), 'utf16le').toString('utf16le') : text

/** One piece at least; of what is too long, the first ones. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  const end = Math.min(text.length, LONGEST_TEXT)
  for (let at = 0; at < end; at += pieces.at(-1)!.length) pieces.push(pieceAt(text, at, Math.min(end, at + PIECE)))
  return pieces.length > 0 ? pieces : ['']
}

function pieceAt(text: string, begin: number, end: number): string {
  const piece = text.slice(begin, end)
  if (end === text.length) return piece
  const gap = piece.search(/\s\S*$/)
  if (gap > 0) return piece.slice(0, gap + 1)
  // Where there is no gap, at least no character is cut in two.
  return /[\ud800-\udbff]$/.test(piece) ? piece.slice(0, -1) : piece
}
