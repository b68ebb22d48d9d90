/** What has become of the words in many meetings of one kind. */
import type { ChangeKind } from './editor.ts'
import type { Outcome, Way } from './meeting.ts'

export interface Tally extends Record<keyof Outcome, number> {
  meetings: number
  /** Meetings in which the editor threw an error, and the first of them in words. They count in nothing else. */
  failed: number
  failure: string | null
}

/** By way and change; what an editor does not have is missing. */
export type Tallies = Record<Way, Partial<Record<ChangeKind, Tally>>>

/** One line of what a program says. */
export interface Line {
  kind: ChangeKind
  tally: Tally
}

export const newTally = (): Tally => ({
  ...{ meetings: 0, failed: 0, failure: null },
  ...{ isLost: 0, isDoubled: 0, isOutOfOrder: 0, isElsewhere: 0, differs: 0, isTextHurt: 0 },
})

export function add(tally: Tally, outcome: Outcome): void {
  for (const key of Object.keys(outcome) as (keyof Outcome)[]) if (outcome[key]) tally[key]++ // It has no others.
}
