/** The code of the sign-in link, where to go afterwards, and who is signed in already. */
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => ({
  code: url.searchParams.get('code'),
  next: ownPath(url.searchParams.get('next')),
  person: locals.services.person,
})

/** Only a path of this site: a link must not lead somebody elsewhere after signing in. */
function ownPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/'
}
