/** Ends this browser's session and leaves for the sign-in page. */
import { request, wordsOf } from '#lib/live/request.ts'
import { showFailure } from '#lib/ui/toasts.ts'

export async function signOut(): Promise<void> {
  try {
    await request('DELETE', '/api/session')
    location.assign('/sign-in')
  } catch (error) {
    await showFailure('You are still signed in.', wordsOf(error))
  }
}
