/** A board as it is stored: what is shown at once, before the live session takes over. */
import { answered, signedIn } from '#lib/server/guard.ts'
import type { Board, Report } from '@briefboard/board'
import { countryName } from '@briefboard/board/countries'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
  const person = signedIn(event)
  const stored = await answered(event.locals.services.board(event.params.board))
  // Plain data that this very server has read from its store.
  const board = stored.board as Board
  const reports = stored.reports as Report[]
  return { person, board, reports, openThreads: stored.openThreads, countryNames: namesOf(board) }
}

/** As the map and the packs write them; the table of all countries is too large for the board's page. */
function namesOf({ cards }: Board): Record<string, string> {
  const codes = new Set(cards.flatMap(({ countries }) => countries))
  return Object.fromEntries([...codes].map((code) => [code, countryName(code)]))
}
