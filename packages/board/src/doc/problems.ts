/** What could not be read, in words and within bounds: a problem repeats what somebody wrote, and may be one of many. */
import type * as z from 'zod/mini'

export interface Problem {
  /** Where it lies, for instance `cards/europe/status`. */
  path: string
  reason: string
}

export interface Reading<T> {
  value: T
  problems: Problem[]
}

const MOST_PROBLEMS = 200
const LONGEST = 200
const MOST_ISSUES = 3

/** Whether there is room for another one; where there is none, its words need not be made. */
export const isFull = (problems: readonly Problem[]): boolean => problems.length >= MOST_PROBLEMS

export function addProblem(problems: Problem[], path: string, reason: string): void {
  if (isFull(problems)) return
  if (problems.length === MOST_PROBLEMS - 1) problems.push({ path: '', reason: 'There is more that cannot be read.' })
  else problems.push({ path: shortened(path), reason: shortened(reason) })
}

/** The first few things that a schema found; of a list of nonsense there may be thousands. */
export const reasonOf = ({ issues }: z.core.$ZodError): string =>
  issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => [message, ...(path.length > 0 ? [`(at ${path.map(String).join('/')})`] : [])].join(' '))
    .join('; ')

const shortened = (words: string): string =>
  words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).toWellFormed()}…`
