/** The board's packs, newest first. */
import { answered, signedIn } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const packs = await answered(event.locals.services.packs(event.params.board))
  return { packs: packs.toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt)) }
}
