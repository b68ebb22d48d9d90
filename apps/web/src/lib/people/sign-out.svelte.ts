/** Ends this browser's session and leaves for the sign-in page; asks first where edits would be left behind. */
import { request, wordsOf } from '#lib/live/request.ts'
import { showFailure } from '#lib/ui/toasts.ts'

export class SigningOut {
  readonly #person: () => string
  /** What has not reached the board, and what asks about it; null while nothing is asked. */
  asking = $state.raw<{ waiting: readonly string[]; Dialog: typeof import('./SignOutDialog.svelte').default } | null>(
    null,
  )
  #isUnderWay = false

  constructor(person: () => string) {
    this.#person = person
  }

  readonly begin = async (): Promise<void> => {
    if (this.#isUnderWay) return
    this.#isUnderWay = true
    try {
      // Most pages are left without it.
      const { notArrived } = await import('./not-arrived.ts')
      const waiting = await notArrived(this.#person())
      if (waiting.length === 0) return await this.finish()
      this.asking = { waiting, Dialog: (await import('./SignOutDialog.svelte')).default }
    } finally {
      this.#isUnderWay = false
    }
  }

  readonly finish = async (): Promise<void> => {
    try {
      await request('DELETE', '/api/session')
      location.assign('/sign-in')
    } catch (error) {
      await showFailure('You are still signed in.', wordsOf(error))
    }
  }

  readonly stay = (): void => {
    this.asking = null
  }
}
