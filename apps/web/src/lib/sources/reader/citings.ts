/** Which cards cite which paragraphs of one document, and what they quote of them. */
import { citedByCard, type Board, type Citation, type Citing } from '@briefboard/board'

export interface ParagraphCiting {
  card: Citing
  /** The same paragraph as often as the card cites it. */
  citations: Citation[]
}

/** By paragraph number. Archived cards do not count. */
export type Citings = Record<number, ParagraphCiting[]>

export function citingsOf(board: Pick<Board, 'cards' | 'figures'>, symbol: string): Citings {
  const citings: Citings = {}
  for (const [card, cited] of citedByCard(board)) {
    if (card.status === 'archived') continue
    const here = cited.filter((citation) => citation.symbol === symbol)
    for (const [number, citations] of Map.groupBy(here, ({ paragraph }) => paragraph))
      (citings[number] ??= []).push({ card: { id: card.id, title: card.title }, citations })
  }
  return citings
}
