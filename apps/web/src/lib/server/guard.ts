/** Between pages and services: who is not signed in goes to the sign-in page; a refusal becomes an error page in its words. */
import { isRefusalCode, REFUSALS, type Person } from '@briefboard/protocol'
import { error, redirect } from '@sveltejs/kit'

export function signedIn({ locals, url }: { locals: App.Locals; url: URL }): Person {
  const { person } = locals.services
  if (person === null) redirect(303, `/sign-in?next=${encodeURIComponent(url.pathname + url.search)}`)
  return person
}

/** Awaits what a service answers; what it refuses is told, what goes wrong rises. */
export async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    const code = codeOf(cause)
    if (code !== null) error(REFUSALS[code].status, REFUSALS[code].title)
    throw cause
  }
}

/** By its code, not its class: the server and this bundle each have a `Refusal` of their own. */
function codeOf(cause: unknown): keyof typeof REFUSALS | null {
  if (!(cause instanceof Error) || !('code' in cause)) return null
  return isRefusalCode(cause.code) ? cause.code : null
}
