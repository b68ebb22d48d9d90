/** What the coverage page works with: what is cited, as the server read it, put together with the board as it is now. */
import { lookAgainAmong, symbolsCited, type Board, type Report } from '@briefboard/board'
import type { LookAgainEntry } from '@briefboard/protocol'

/** Names the page's data, so that they can be read anew without the rest. */
export const COVERAGE = 'briefboard:coverage'

/**
 * `symbols`: what each card cited when the page was read. Assessments are not in the open board; what is said to need no
 * change is, so an entry goes as soon as somebody has said so, and comes back when that is undone.
 */
export function queueOf(
  board: Board,
  reports: readonly Report[],
  symbols: readonly [string, string[]][],
): LookAgainEntry[] {
  const read = new Map(symbols)
  const resting = symbolsCited(board).map(([card, symbols]) => ({
    ...card,
    symbols: new Set([...(read.get(card.id) ?? []), ...symbols]),
  }))
  return lookAgainAmong(resting, reports)
}
