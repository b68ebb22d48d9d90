/** The board's reports, newest first; asked for anew each time, since every citation changes what is said of them. */
import { answered, signedIn } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const summaries = await answered(event.locals.services.reports(event.params.board))
  return { summaries: summaries.toReversed() }
}
