/** Finding cards by words: every word has to be somewhere in what the card says or names. */
import { folded, themeName, type Board, type Card } from '@briefboard/board'
import { countryName } from '#lib/ui/words.ts'

/** Tells of each card whether it has all words of the query, without regard to case and accents. */
export function finder(query: string, board: Pick<Board, 'actors'>): (card: Card) => boolean {
  const words = folded(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return () => true
  const actors = new Map(board.actors.map((actor) => [actor.id, [actor.name, ...actor.aliases].join(' ')]))
  return (card) => {
    const text = searchText(card, actors)
    return words.every((word) => text.includes(word))
  }
}

/** All that a card is found by: title, key judgement, actors with aliases, countries, themes and tags. */
function searchText(card: Card, actors: ReadonlyMap<string, string>): string {
  const themes = card.themes.map(themeName)
  const named = card.actors.map((id) => actors.get(id) ?? '')
  return folded(
    [card.title, card.keyJudgement, ...named, ...card.countries.map(countryName), ...themes, ...card.tags].join(' '),
  )
}
