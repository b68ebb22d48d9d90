/** Whether a reader shows a paragraph's own text, its digest, or both; kept on this device. */

export const SHOWINGS = ['text', 'digest', 'both'] as const
export type Showing = (typeof SHOWINGS)[number]

const PLACE = 'briefboard-reading'

export function keptShowing(): Showing {
  try {
    const kept = localStorage.getItem(PLACE)
    return SHOWINGS.find((showing) => showing === kept) ?? 'both'
  } catch {
    // Storage is shut off.
    return 'both'
  }
}

export function keepShowing(showing: Showing): void {
  try {
    localStorage.setItem(PLACE, showing)
  } catch {
    // Storage is shut off: the choice holds for this page only.
  }
}
