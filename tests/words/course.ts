/** One meeting from its first round to its end, by whatever decides what people do in it. */
import { Meeting } from '../../packages/text/src/editor/meeting.test-suite.ts'
import { between, seededRandom, type Random } from '../../packages/testkit/src/random.ts'

/** Some meetings end while the text is small and all is near, some go on until much of it has been deleted. */
const LEAST_ROUNDS = 5
const MOST_ROUNDS = 45

export interface Held {
  operations: number
  /** What did not fit; null if all did. */
  failure: Error | null
}

/** Seeds are 32 bits. */
export const seedOf = (first: number, meeting: number): number => (first + meeting) >>> 0

export const holdMeeting = (seed: number, people: number): Held => hold(seededRandom(seed), people)

/** `watch` sees the meeting before its first round. */
export function hold(random: Random, people: number, watch?: (meeting: Meeting) => void): Held {
  const rounds = between(random, LEAST_ROUNDS, MOST_ROUNDS)
  const meeting = new Meeting(random, people)
  watch?.(meeting)
  try {
    for (let round = 0; round < rounds && !meeting.isFull; round++) meeting.round()
    meeting.end()
  } catch (error) {
    return { operations: meeting.operations, failure: error instanceof Error ? error : new Error(String(error)) }
  }
  return { operations: meeting.operations, failure: null }
}
