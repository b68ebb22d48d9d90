/** What the board's cards cite at this moment: read anew with each visit, so that what was cited a moment ago counts. */
import { COVERAGE, type CitedData } from '#lib/coverage/coverage-data.ts'
import { answered, signedIn } from '#lib/server/guard.ts'
import { writtenAs } from '#lib/written.ts'
import { citingSteps, symbolSteps, type Board } from '@briefboard/board'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  event.depends(COVERAGE)
  signedIn(event)
  const { services } = event.locals
  const stored = await answered(services.board(event.params.board))
  // Plain data that this very server has read from its store.
  const board = stored.board as Board
  const { cards, byParagraph } = await services.inTurns(citingSteps(board))
  const resting = await services.inTurns(symbolSteps(board))
  const cited: CitedData = {
    ...{ cards, byParagraph: [...byParagraph] },
    symbols: resting.map(({ id, symbols }) => [id, [...symbols]]),
  }
  return { cited: writtenAs(cited, await services.asText(cited)) }
}
