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
  const report = await answered(services.report(id, symbol))
  const stored = await answered(services.board(id))
  // Plain data that this very server has read from its store.
  const board = stored.board as Board
  return { document: readerDocument(report), citings: citingsOf(board, report.summary.symbol) }
}
