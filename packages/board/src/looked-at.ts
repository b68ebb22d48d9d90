/** Looking again: which cards rest on a report that has a successor, and who has found that they may stay as they are. */
import { eachCited, type Citing } from './cited.ts'
import { finished, type Steps } from './doc/steps.ts'
import type { Board, Card, LookedAt, Report } from './model.ts'

/** A card by what is needed to know whether to look at it again. */
export type RestingCard = Pick<Card, 'id' | 'title' | 'status' | 'lookedAt'> & {
  /** Of the reports it cites. */
  symbols: ReadonlySet<string>
}

export interface CardToLookAgain {
  card: Citing
  /** The report that the card cites, and the newest of the same series. */
  cites: string
  newest: string
}

/** The board must have its assessments: what is cited there counts. */
export const cardsToLookAgain = (board: Board, reports: readonly Report[]): CardToLookAgain[] =>
  lookAgainAmong(finished(symbolSteps(board)), reports)

/** Of which reports each card cites something. */
export function* symbolSteps(board: Pick<Board, 'figures' | 'cards'>): Steps<RestingCard[]> {
  const resting: RestingCard[] = []
  for (const [{ id, title, status, lookedAt }, cited] of eachCited(board)) {
    yield
    resting.push({ id, title, status, lookedAt, symbols: new Set(cited.map(({ symbol }) => symbol)) })
  }
  return resting
}

export const lookAgainAmong = (cards: readonly RestingCard[], reports: readonly Report[]): CardToLookAgain[] =>
  finished(lookAgainSteps(cards, reports))

/**
 * Cards that cite a report of which there is a newer one, until they cite the newest, or somebody has looked and found
 * nothing to change.
 */
export function* lookAgainSteps(cards: readonly RestingCard[], reports: readonly Report[]): Steps<CardToLookAgain[]> {
  const newest = latestOf(reports)
  const bySymbol = new Map(reports.map((report) => [report.symbol, report]))
  const again: CardToLookAgain[] = []
  for (const card of cards) {
    yield
    if (card.status === 'archived') continue
    const cited = latestOf([...card.symbols].flatMap((symbol) => bySymbol.get(symbol) ?? []))
    for (const [series, { symbol, number }] of cited) {
      const successor = newest.get(series)
      if (successor === undefined || successor.number <= number || wasLookedAt(card, successor.symbol)) continue
      again.push({ card: { id: card.id, title: card.title }, cites: symbol, newest: successor.symbol })
    }
  }
  return again
}

export const wasLookedAt = ({ lookedAt }: Pick<Card, 'lookedAt'>, symbol: string): boolean =>
  lookedAt.some((looked) => looked.symbol === symbol)

/** What was looked at, newest first; archived cards too, since it was done. */
export function lookedAtHistory({ cards }: Pick<Board, 'cards'>): { card: Citing; looked: LookedAt }[] {
  return cards
    .flatMap(({ id, title, lookedAt }) => lookedAt.map((looked) => ({ card: { id, title }, looked })))
    .toSorted((a, b) => b.looked.at.localeCompare(a.looked.at))
}

/** Of each series, the newest report; a report whose place in its series is not known (0) comes before all others. */
function latestOf(reports: readonly Report[]): Map<string, Report> {
  const latest = new Map<string, Report>()
  for (const report of reports) {
    const known = latest.get(report.series)
    if (known === undefined || report.number > known.number) latest.set(report.series, report)
  }
  return latest
}
