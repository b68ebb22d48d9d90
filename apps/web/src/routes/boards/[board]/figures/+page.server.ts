/** What the imported documents have of figures: read while the page is shown already, since nothing else waits for it. */
import { answered, signedIn } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const { services } = event.locals
  const { board } = event.params
  const reports = await answered(services.reports(board))
  const found = services.foundFigures(board)
  // A failure is told where the figures would be; it must not end the process before anybody looks.
  found.catch(() => undefined)
  return { imported: reports.filter(({ imported }) => imported !== null).length, found }
}
