/** Whether a reader shows a paragraph's own text, its digest, or both; kept on this device. */

export const SHOWINGS = ['text', 'digest', 'both'] as const
export type Showing = (typeof SHOWINGS)[number]

/** As the server draws it too, so that nothing moves for those who never chose. */
export const FIRST_SHOWING: Showing = 'both'

const PLACE = 'briefboard-reading'

export function keptShowing(): Showing {
  try {
    const kept = localStorage.getItem(PLACE)
    return SHOWINGS.find((showing) => showing === kept) ?? FIRST_SHOWING
  } catch {
    // Storage is shut off.
    return FIRST_SHOWING
  }
}

export function keepShowing(showing: Showing): void {
  try {
    localStorage.setItem(PLACE, showing)
  } catch {
    // Storage is shut off: the choice holds for this page only.
  }
}
