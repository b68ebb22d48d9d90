/** The list of boards. */
import { answered, signedIn } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const person = signedIn(event)
  return { person, ...(await answered(event.locals.services.boards())) }
}
