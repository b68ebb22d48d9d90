/** Which cards rest on which paragraphs. */
import type { CitingCard } from '@briefboard/protocol'
import { citationsOf } from './assessment.ts'
import { citationKey, type Citation } from './citation.ts'
import type { Steps } from './doc/steps.ts'
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
export const citedByCard = (board: Pick<Board, 'figures' | 'cards'>): [Card, Citation[]][] => [...eachCited(board)]

/** The same, one card after the other, so that whoever reads it can let others have their turn between them. */
export function* eachCited({ figures, cards }: Pick<Board, 'figures' | 'cards'>): Generator<[Card, Citation[]]> {
  const byCard = Map.groupBy(figures, ({ card }) => card)
  for (const card of cards) yield [card, citedWith(card, byCard.get(card.id) ?? [])]
}

/** Ids of cards. Keys as `citationKey` writes them, without sub-paragraph. */
export type CitingByParagraph = ReadonlyMap<string, readonly string[]>

export interface Citings {
  /** Those that cite something, each once: its title would be told again with every paragraph that it cites. */
  cards: Citing[]
  byParagraph: CitingByParagraph
}

/** The cards that cite each paragraph. Archived cards do not count. The board must have its assessments. */
export function* citingSteps(board: Pick<Board, 'figures' | 'cards'>): Steps<Citings> {
  const cards: Citing[] = []
  const byParagraph = new Map<string, string[]>()
  for (const [{ id, title, status }, cited] of eachCited(board)) {
    yield
    if (status === 'archived' || cited.length === 0) continue
    cards.push({ id, title })
    yield* noteCiting(byParagraph, id, cited)
  }
  return { cards, byParagraph }
}

function* noteCiting(byParagraph: Map<string, string[]>, card: string, cited: readonly Citation[]): Steps<void> {
  for (const { symbol, paragraph } of cited) {
    yield
    const key = citationKey({ symbol, paragraph })
    const already = byParagraph.get(key)
    // Added in place: a new list for each card would be copied in the square of the cards that cite one paragraph.
    if (already === undefined) byParagraph.set(key, [card])
    // All that one card cites comes together, so that it can only stand last.
    else if (already.at(-1) !== card) already.push(card)
  }
}
