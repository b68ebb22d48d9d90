/** All entries of a map by their ids: regions, actors, figures, judgements. The key is the id, so none comes twice. */
import type * as z from 'zod/mini'
import { parseValue } from './parse.ts'
import { wholeCharacters } from './plain-value.ts'
import { addProblem, isFull, type Problem } from './problems.ts'
import type { Steps } from './steps.ts'
import { entriesWeight, paced, weightOf } from './weights.ts'

/** A few milliseconds. */
const ENTRIES_A_STEP = 100

export interface Collection<T> {
  path: string
  schema: z.ZodMiniType<T>
  /** Fields without which it is none: a look at them costs a tenth of what a schema does. */
  needs: readonly string[]
  /** So many of those that can be read are given, by their ids: the same ones in every copy of the document. */
  most: number
  /** How heavy all together may be; the heaviest are left out beyond it. */
  weight: number
  /** Which are read first where not all are; the lightest if left out. */
  first?: (a: Entry, b: Entry) => number
  problems: Problem[]
}

export interface Entry {
  id: string
  value: unknown
  weight: number
}

type Entries = Iterable<[string, unknown] | null>

/** `entriesOnce` goes through them anew each time. */
export function* readAll<T extends { id: string }>(entriesOnce: () => Entries, collection: Collection<T>): Steps<T[]> {
  const { weight, path, problems } = collection
  if (weight === Infinity || (yield* entriesWeight(entriesOnce())) <= weight)
    return yield* readThese(entriesOnce(), collection)
  const { chosen, outOf } = yield* chooseWithin(entriesOnce(), collection)
  if (chosen.length < outOf)
    addProblem(problems, path, `They are too large together: ${chosen.length} of ${outOf} are read.`)
  return yield* readThese(
    chosen.map(({ id, value }) => [id, value]),
    collection,
  )
}

/** Which of them are read where all are too heavy: the same ones in every copy. */
function* chooseWithin<T>(
  entries: Entries,
  { needs, most, weight, first = lightestFirst }: Collection<T>,
): Steps<{ chosen: Entry[]; outOf: number }> {
  let found: Entry[] = []
  let outOf = 0
  const course = paced()
  for (const entry of entries) {
    if (entry === null) yield
    if (entry === null || !hasAll(entry[1], needs)) continue
    const [id, value] = entry
    const one = { id, value, weight: id.length + weightOf(value) }
    outOf++
    found.push(one)
    if (course.add(one.weight)) yield
    // Sorting a million at the end would be one long step.
    if (found.length === 2 * most) found = found.toSorted(first).slice(0, most)
  }
  let left = weight
  const chosen = found
    .toSorted(first)
    .slice(0, most)
    .filter((one) => one.weight <= left && (left -= one.weight) >= 0)
  return { chosen, outOf }
}

const lightestFirst = (a: Entry, b: Entry): number => a.weight - b.weight || (a.id < b.id ? -1 : 1)

function* readThese<T extends { id: string }>(
  entries: Entries,
  { path, schema, needs, most, problems }: Collection<T>,
): Steps<T[]> {
  const values: T[] = []
  let looked = 0
  for (const entry of entries) {
    if (entry === null || ++looked % ENTRIES_A_STEP === 0) yield
    if (entry === null) continue
    const [id, value] = entry
    // Nobody would learn why the thousandth entry is nonsense.
    const at = isFull(problems) ? '' : `${path}/${id}`
    if (!hasAll(value, needs)) {
      addProblem(problems, at, `lacks one of ${needs.join(', ')}`)
      continue
    }
    const parsed = parseValue(schema, value, at, problems, id)
    if (parsed === null) continue
    // Two ids that differ in halves of a character would become one.
    if (wholeCharacters(id) === id) values.push(parsed.data)
    else addProblem(problems, at, 'has an id that is no text')
  }
  if (values.length <= most) return values
  addProblem(problems, path, `There are ${values.length}; ${most} of them are read.`)
  return values.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, most)
}

export const hasAll = (value: unknown, needs: readonly string[]): boolean =>
  typeof value === 'object' && value !== null && needs.every((name) => Object.hasOwn(value, name))
