/** One report as it is read, with what the cards cite of it now. */
import { answered, signedIn } from '#lib/server/guard.ts'
import { citingsOf, sentCitings } from '#lib/sources/reader/citings.ts'
import { isDrawn, readerSteps } from '#lib/sources/reader/reader-document.ts'
import { writtenAs } from '#lib/written.ts'
import type { Board } from '@briefboard/board'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const { services } = event.locals
  const { board: id, symbol } = event.params
  const { report, whole } = await answered(services.report(id, symbol))
  const written = async <T extends object>(value: T): Promise<T> => writtenAs(value, await services.asText(value))
  // Plain data that this very server has read from its store.
  const board = whole.board as Board
  const document = await services.inTurns(readerSteps(report))
  const isLater = !isDrawn(document)
  return {
    document: await written(isLater ? { ...document, parts: [], notes: [] } : document),
    /** The page fetches the text itself. */
    isLater,
    citings: await written(sentCitings(citingsOf(board, report.summary.symbol))),
  }
}
