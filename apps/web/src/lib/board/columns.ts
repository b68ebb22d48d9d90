/** Cards by region, in the board's order of regions. */
import type { Board, Region } from '@briefboard/board'
import type { CardFacts } from './card-facts.ts'

export interface Column {
  region: Pick<Region, 'id' | 'name'>
  cards: CardFacts[]
}

/** Stands for regions that a card names and the board no longer has. */
export const NOWHERE = { id: '', name: 'Without a region' }

export function columnsOf(board: Pick<Board, 'regions'>, facts: readonly CardFacts[]): Column[] {
  const byRegion = Map.groupBy(facts, ({ card }) => card.region)
  const columns: Column[] = board.regions.map((region) => ({ region, cards: byRegion.get(region.id) ?? [] }))
  const known = new Set(board.regions.map(({ id }) => id))
  const stray = facts.filter(({ card }) => !known.has(card.region))
  return stray.length === 0 ? columns : [...columns, { region: NOWHERE, cards: stray }]
}
