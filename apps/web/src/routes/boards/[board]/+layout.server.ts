/** A board as it is stored: what is shown at once, before the live session takes over. */
import { answered, signedIn } from '#lib/server/guard.ts'
import { writtenAs } from '#lib/written.ts'
import type { Board, Report } from '@briefboard/board'
import { countryName } from '@briefboard/board/countries'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
  const person = signedIn(event)
  const { services } = event.locals
  const stored = await answered(services.shownBoard(event.params.board))
  const written = async <T extends object>(value: T): Promise<T> => writtenAs(value, await services.asText(value))
  // Plain data that this very server has read from its store.
  const board = await written(stored.board as Board)
  const reports = await written(stored.reports as Report[])
  return { person, board, reports, openThreads: stored.openThreads, countryNames: namesOf(board) }
}

/** What is of no code's form has no name: there may be a hundred thousand of them. */
const CODE = /^[A-Z]{2}$/

/** As the map and the packs write them; the table of all countries is too large for the board's page. */
function namesOf({ cards }: Board): Map<string, string> {
  const codes = new Set(cards.flatMap(({ countries }) => countries).filter((code) => CODE.test(code)))
  return new Map([...codes].map((code) => [code, countryName(code)]))
}
