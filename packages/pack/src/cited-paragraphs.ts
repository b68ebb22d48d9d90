/** Which paragraphs of the reports some cards cite, looked for in the cards themselves and not in what was made of them. */
import type { Board, Card, Report } from '@briefboard/board'

/** The reports, each with those paragraphs only. */
export function citedParagraphs(reports: readonly Report[], board: Board, cards: readonly Card[]): Report[] {
  const keys = new Set(cards.flatMap((card) => citationsIn(board, card)))
  return reports.map((report) => ({
    ...report,
    paragraphs: report.paragraphs.filter(({ number }) => keys.has(`${report.symbol}:${number}`)),
  }))
}

function citationsIn(board: Board, card: Card): string[] {
  // Any object with a symbol and a paragraph is a citation, wherever in the card it stands.
  const found: string[] = []
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('symbol' in value && 'paragraph' in value) found.push(`${String(value.symbol)}:${String(value.paragraph)}`)
    for (const inner of Object.values(value)) look(inner)
  }
  look([card, board.figures.filter((figure) => figure.card === card.id)])
  return found
}
