/**
 * Finds a shorter course that fails in the same way. What people do follows from the random numbers that a meeting draws, so
 * those are what is shortened: some are left out, some become 0, and behind the last one all are 0, where nobody does anything.
 */
import { type Random } from '../../packages/testkit/src/random.ts'

/** Gives the numbers in turn, then zeros. */
export function replay(numbers: readonly number[]): Random {
  let at = 0
  return () => numbers[at++] ?? 0
}

/** `fails` says whether a course of these numbers fails in the same way; it is asked for `mostMs` at most. */
export function shrink(
  numbers: readonly number[],
  fails: (shorter: readonly number[]) => boolean,
  mostMs = 60_000,
): number[] {
  let shortest = [...numbers]
  const end = performance.now() + mostMs
  const isShorter = (candidate: readonly number[]): boolean => performance.now() < end && fails(candidate)
  for (let before = -1; before !== sizeOf(shortest) && performance.now() < end;) {
    before = sizeOf(shortest)
    for (let length = 2 ** Math.floor(Math.log2(shortest.length || 1)); length >= 1; length = Math.floor(length / 2)) {
      for (let at = shortest.length - length; at >= 0; at -= length) {
        const without = [...shortest.slice(0, at), ...shortest.slice(at + length)]
        const still = shortest.with(at, 0)
        if (isShorter(without)) shortest = without
        else if (length === 1 && shortest[at] !== 0 && isShorter(still)) shortest = still
      }
    }
  }
  return shortest
}

/** Goes down with each number that is left out or becomes 0. */
const sizeOf = (numbers: readonly number[]): number => numbers.length + numbers.filter((number) => number !== 0).length
