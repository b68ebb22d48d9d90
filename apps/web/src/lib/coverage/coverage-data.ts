/** What the coverage page works with: what is cited, as the server read it, put together with the board as it is now. */
import {
  finished,
  lookAgainAmong,
  symbolSteps,
  type Board,
  type CardToLookAgain,
  type Citing,
  type Report,
} from '@briefboard/board'

/** Names the page's data, so that they can be read anew without the rest. */
export const COVERAGE = 'briefboard:coverage'

/** What is cited, in lists: it travels as JSON. */
export interface CitedData {
  cards: Citing[]
  /** Of each paragraph's key the ids of the cards that cite it. */
  byParagraph: [string, readonly string[]][]
  /** Of each card the symbols of the reports that it cites. */
  symbols: [string, string[]][]
}

/**
 * `symbols`: what each card cited when the page was read. Assessments are not in the open board; what is said to need no
 * change is, so an entry goes as soon as somebody has said so, and comes back when that is undone.
 */
export function queueOf(
  board: Board,
  reports: readonly Report[],
  symbols: readonly [string, string[]][],
): CardToLookAgain[] {
  const read = new Map(symbols)
  const resting = finished(symbolSteps(board)).map((card) => ({
    ...card,
    symbols: new Set([...(read.get(card.id) ?? []), ...card.symbols]),
  }))
  return lookAgainAmong(resting, reports)
}
