/** The code of the sign-in link and whom it signs in, where to go afterwards, and who is signed in already. */
import { answered } from '#lib/server/guard.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  // The link stands in the address: it must not go on to another site, nor into a history of caches.
  setHeaders({ 'referrer-policy': 'no-referrer' })
  const code = url.searchParams.get('code')
  return {
    code,
    link: code === null ? null : await answered(locals.services.link(code)),
    next: ownPath(url.searchParams.get('next'), url),
    person: locals.services.person,
  }
}

/** Only a path of this site: a link must not lead somebody elsewhere after signing in. */
function ownPath(next: string | null, here: URL): string {
  // As a browser reads it: it drops tabs and line breaks, and turns backslashes.
  const there = next?.startsWith('/') === true ? URL.parse(next, here) : null
  if (there === null || there.origin !== here.origin || there.pathname.startsWith('//')) return '/'
  return there.pathname + there.search + there.hash
}
