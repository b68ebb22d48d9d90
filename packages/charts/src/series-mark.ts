/** What of a value is certain, what is possible and what is open: the three ways in which a column is drawn. */
import type { Value } from './value.ts'

export interface Mark {
  /** The value is at least this far from zero. */
  solid: [number, number] | null
  /** The value ends somewhere in here. */
  possible: [number, number] | null
  /** The value goes on from `openFrom`, nobody says how far. */
  open: 'up' | 'down' | null
  openFrom: number
  /** Numbers that the figure states: each gets a firm edge. */
  numbers: number[]
}

export function markOf({ low, high, openAbove }: Value): Mark {
  const numbers = [...new Set([low, high].filter((end) => end !== null))]
  if (low === null && high === null) return { solid: null, possible: null, open: null, openFrom: 0, numbers }
  // "As much as 500" of something that is counted ends at nought; below nought nobody says where it ends.
  const bottom = low ?? (high !== null && high < 0 ? -Infinity : 0)
  const top = high ?? Math.max(0, low ?? 0)
  const goesUp = openAbove || high === null
  return {
    solid: solidOf(bottom, goesUp ? Infinity : top),
    possible: bottom !== -Infinity && bottom < top ? [bottom, top] : null,
    open: bottom === -Infinity ? 'down' : goesUp ? 'up' : null,
    openFrom: bottom === -Infinity ? Math.min(0, top) : top,
    numbers,
  }
}

function solidOf(bottom: number, top: number): [number, number] | null {
  if (bottom > 0) return [0, bottom]
  return top < 0 ? [top, 0] : null
}
