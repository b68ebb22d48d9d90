/** Which cards rest on which paragraphs. */
import type { CitingCard } from '@briefboard/protocol'
import { citationsOf } from './assessment.ts'
import { citationKey, type Citation } from './citation.ts'
import type { Board, Card, Figure } from './model.ts'
import type { Quotation } from './quotation.ts'

export type Citing = CitingCard

/** All that a card cites, in its assessment, judgements, gaps and figures; the same paragraph as often as it is cited. */
export const citedBy = (board: Pick<Board, 'figures'>, card: Card): Citation[] =>
  citedWith(
    card,
    board.figures.filter((figure) => figure.card === card.id),
  )

function citedWith(card: Card, figures: readonly Figure[]): Citation[] {
  return [
    ...citationsOf(card.assessment),
    ...card.judgements.flatMap(({ citations }) => citations),
    ...card.gaps.flatMap(({ citations }) => citations),
    ...figures.map(({ citation }) => citation),
  ]
}

/** What the citations quote: the same words once, however often they are cited; in the order of the citations. */
export function quotationsOf(citations: readonly Citation[]): Quotation[] {
  const quotations = citations.flatMap(({ quotation }) => quotation ?? [])
  // An altered quotation may bear the hash of the words that it was made from.
  return [...new Map(quotations.map((quotation) => [`${quotation.hash} ${quotation.text}`, quotation])).values()]
}

/** What each card cites. Its figures are not looked for among all, once for each card. */
export function citedByCard(board: Pick<Board, 'figures' | 'cards'>): [Card, Citation[]][] {
  const figures = Map.groupBy(board.figures, ({ card }) => card)
  return board.cards.map((card) => [card, citedWith(card, figures.get(card.id) ?? [])])
}

/** The cards that cite each paragraph; keys as `citationKey` writes them, without sub-paragraph. Archived cards do not count. */
export function citingCards(board: Board): Map<string, Citing[]> {
  const citing = new Map<string, Citing[]>()
  for (const [card, cited] of citedByCard(board)) {
    if (card.status === 'archived') continue
    const one = { id: card.id, title: card.title }
    for (const key of new Set(cited.map(({ symbol, paragraph }) => citationKey({ symbol, paragraph })))) {
      const already = citing.get(key)
      // Added in place: a new list for each card would be copied in the square of the cards that cite one paragraph.
      if (already === undefined) citing.set(key, [one])
      else already.push(one)
    }
  }
  return citing
}
