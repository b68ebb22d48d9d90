/** How a document was read, and what its coming means for the board. */
import { answered, signedIn } from '#lib/server/guard.ts'
import { importFacts } from '#lib/sources/import/import-facts.ts'
import type { Board, Report } from '@briefboard/board'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const { services } = event.locals
  const { board: id, symbol } = event.params
  const { report, whole } = await answered(services.report(id, symbol))
  // Plain data that this very server has read from its store.
  return { summary: report.summary, facts: importFacts(report, whole.board as Board, whole.reports as Report[]) }
}
