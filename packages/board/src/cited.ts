/** Which cards rest on which paragraphs. */
import type { CitingCard } from '@briefboard/protocol'
import { citationsOf } from './assessment.ts'
import { citationKey, type Citation } from './citation.ts'
import type { Board, Card } from './model.ts'
import type { Quotation } from './quotation.ts'

export type Citing = CitingCard

/** All that a card cites, in its assessment, judgements, gaps and figures; the same paragraph as often as it is cited. */
export function citedBy(board: Pick<Board, 'figures'>, card: Card): Citation[] {
  return [
    ...citationsOf(card.assessment),
    ...card.judgements.flatMap(({ citations }) => citations),
    ...card.gaps.flatMap(({ citations }) => citations),
    ...board.figures.filter((figure) => figure.card === card.id).map(({ citation }) => citation),
  ]
}

/** What the citations quote: the same words once, however often they are cited; in the order of the citations. */
export function quotationsOf(citations: readonly Citation[]): Quotation[] {
  const quotations = citations.flatMap(({ quotation }) => quotation ?? [])
  // An altered quotation may bear the hash of the words that it was made from.
  return [...new Map(quotations.map((quotation) => [`${quotation.hash} ${quotation.text}`, quotation])).values()]
}

/** The cards that cite each paragraph; keys as `citationKey` writes them, without sub-paragraph. Archived cards do not count. */
export function citingCards(board: Board): Map<string, Citing[]> {
  const citing = new Map<string, Citing[]>()
  for (const card of board.cards) {
    if (card.status === 'archived') continue
    const keys = new Set(citedBy(board, card).map(({ symbol, paragraph }) => citationKey({ symbol, paragraph })))
    for (const key of keys) citing.set(key, [...(citing.get(key) ?? []), { id: card.id, title: card.title }])
  }
  return citing
}
