/** Which cards cite which paragraphs of one document, and what they quote of them. */
import { citedByCard, type Board, type Citation, type Citing } from '@briefboard/board'

export interface ParagraphCiting {
  card: Citing
  /** The same paragraph as often as the card cites it. */
  citations: Citation[]
}

/** By paragraph number. Archived cards do not count. */
export type Citings = Record<number, ParagraphCiting[]>

/** The same on its way to the page: each card once, since its title would be told again with every paragraph. */
export interface SentCitings {
  cards: Citing[]
  byParagraph: [number: number, citing: [card: number, citations: Citation[]][]][]
}

export function sentCitings(citings: Citings): SentCitings {
  const places = new Map<string, number>()
  const cards: Citing[] = []
  const placeOf = (card: Citing): number => {
    const place = places.get(card.id) ?? cards.push(card) - 1
    places.set(card.id, place)
    return place
  }
  const byParagraph = Object.entries(citings).map(([number, citing]): SentCitings['byParagraph'][number] => [
    Number(number),
    citing.map(({ card, citations }) => [placeOf(card), citations]),
  ])
  return { cards, byParagraph }
}

export function receivedCitings({ cards, byParagraph }: SentCitings): Citings {
  const received = byParagraph.map(([number, citing]): [number, ParagraphCiting[]] => [
    number,
    citing.flatMap(([place, citations]) => {
      const card = cards[place]
      return card === undefined ? [] : [{ card, citations }]
    }),
  ])
  return Object.fromEntries(received)
}

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
