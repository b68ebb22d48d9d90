/** What the board's cards cite at this moment: read anew with each visit, so that what was cited a moment ago counts. */
import { COVERAGE } from '#lib/coverage/coverage-data.ts'
import { answered, signedIn } from '#lib/server/guard.ts'
import { citingCards, symbolsCited, type Board } from '@briefboard/board'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  event.depends(COVERAGE)
  signedIn(event)
  const stored = await answered(event.locals.services.board(event.params.board))
  // Plain data that this very server has read from its store.
  const board = stored.board as Board
  return {
    citing: [...citingCards(board)],
    symbols: symbolsCited(board).map(([card, symbols]): [string, string[]] => [card.id, [...symbols]]),
  }
}
