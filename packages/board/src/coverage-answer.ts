/** Coverage as the API tells it: each card with its title once, and by their ids which of them cite which paragraph. */
import type { CoverageAnswer, CoverageBy, ReportCoverage } from '@briefboard/protocol'
import { citingSteps } from './cited.ts'
import { coverageColumns, reportCoverageSteps } from './coverage.ts'
import type { Steps } from './doc/steps.ts'
import { lookAgainSteps, symbolSteps } from './looked-at.ts'
import type { Board, Report } from './model.ts'

/**
 * `report`: the one that is asked for; all of them if left out. The board must have its assessments. In steps, since all
 * cards may cite all paragraphs.
 */
export function* coverageSteps(
  board: Board,
  reports: readonly Report[],
  { by, report }: { by: CoverageBy; report?: string | undefined },
): Steps<CoverageAnswer> {
  const columns = coverageColumns(board, by)
  const { cards, byParagraph } = yield* citingSteps(board)
  const told: ReportCoverage[] = []
  for (const one of newestFirst(reports))
    if (report === undefined || one.symbol === report)
      told.push(yield* reportCoverageSteps({ citing: byParagraph, by, columns }, one))
  const again = yield* lookAgainSteps(yield* symbolSteps(board), reports)
  return { by, columns, cards, reports: told, lookAgain: again.map((entry) => ({ ...entry, card: entry.card.id })) }
}

export const newestFirst = (reports: readonly Report[]): Report[] =>
  reports.toSorted((a, b) => b.date.localeCompare(a.date) || b.number - a.number)
