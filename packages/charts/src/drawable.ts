/** Whether a chart of a series says more than its words do. */
import type { Series } from './series.ts'
import { isStated } from './value.ts'

/** null if it is worth a chart: two values or more, or a range. Otherwise why there is none, for people. */
export function whyNotDrawn({ points }: Pick<Series, 'points'>): string | null {
  const stated = points.filter(({ value }) => isStated(value))
  const [only] = stated
  if (only === undefined) return 'No value is stated.'
  const { low, high } = only.value
  if (stated.length > 1 || (low !== null && high !== null && low !== high)) return null
  return `A single ${low === null || high === null ? 'limit' : 'value'}, with no other figure to compare it with.`
}
