/** One report as it is read, with what the cards cite of it now. */
import { answered, signedIn } from '#lib/server/guard.ts'
import { citingsOf } from '#lib/sources/reader/citings.ts'
import { readerDocument } from '#lib/sources/reader/reader-document.ts'
import type { Board } from '@briefboard/board'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const { services } = event.locals
  const { board: id, symbol } = event.params
  const { report, whole } = await answered(services.report(id, symbol))
  // Plain data that this very server has read from its store.
  const board = whole.board as Board
  return { document: readerDocument(report), citings: citingsOf(board, report.summary.symbol) }
}
