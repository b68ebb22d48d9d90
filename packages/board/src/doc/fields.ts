/** The fields of a board's or card's map, each by what it may hold. What it may not is named, and reads as if it were not there. */
import * as Y from 'yjs'
import * as z from 'zod/mini'
import { charactersOf, entryOf, type Shared } from './items.ts'
import { LIMITS } from './limits.ts'
import type { Steps } from './steps.ts'
import { paced, weightOf } from './weights.ts'
import { parseValue } from './parse.ts'
import { beginningOf, wholeCharacters } from './plain-value.ts'
import { addProblem, type Problem } from './problems.ts'

type Fields = Shared | null

/** How heavy what is read of a field may be, where there is too much of all cards together; Infinity: as heavy as it is. */
export type ShareOf = (name: string) => number
export const WHOLE: ShareOf = () => Infinity

export type FieldReader = <T>(name: string, schema: z.ZodMiniType<T>, otherwise: T) => T

export const fieldReader =
  (map: Fields, path: string, problems: Problem[], shareOf = WHOLE): FieldReader =>
  (name, schema, otherwise) => {
    const value = entryOf(map, name)
    // Half of such a value would be another one.
    if (value === undefined || shareOf(name) < Infinity) return otherwise
    const parsed = parseValue(schema, value, `${path}/${name}`, problems)
    // Null may be what it says.
    return parsed === null ? otherwise : parsed.data
  }

export type TextReader = (name: string, most: number, otherwise: string) => string

/** A text of its own, which people write in together, or a plain one. Of what is too long, the beginning is read. */
export const textReader =
  (map: Fields, path: string, problems: Problem[], shareOf = WHOLE): TextReader =>
  (name, longest, otherwise) => {
    const value = entryOf(map, name)
    if (value === undefined) return otherwise
    const most = Math.min(longest, shareOf(name))
    const { text, isWhole } = value instanceof Y.Text ? charactersOf(value, most) : { text: value, isWhole: true }
    if (!isWhole)
      addProblem(problems, `${path}/${name}`, 'has more marks and deletions than are read; its end is left out')
    if (typeof text !== 'string') {
      addProblem(problems, `${path}/${name}`, 'is no text')
      return otherwise
    }
    if (text.length <= most) return wholeCharacters(text)
    // Of what is read in short, the board says so once.
    if (most === longest)
      addProblem(problems, `${path}/${name}`, `has more than ${most} characters; the first ones are read`)
    return wholeCharacters(beginningOf(text, most))
  }

export interface ListKind<T> {
  schema: z.ZodMiniType<T>
  /** What makes two entries the same one, which then stands once; left out where they may be alike. */
  keyOf?: (entry: T) => string
  most: number
}

export const NAMES: ListKind<string> = {
  schema: z.string().check(z.maxLength(LIMITS.name)),
  keyOf: (name) => name,
  most: LIMITS.names,
}

export type ListReader = <T>(name: string, kind: ListKind<T>) => Steps<T[]>

/** Entry by entry: one that is broken is left out alone. */
export const listReader = (map: Fields, path: string, problems: Problem[], shareOf = WHOLE): ListReader =>
  function* (name, { schema, keyOf, most }) {
    const value = entryOf(map, name)
    if (value === undefined) return []
    const at = `${path}/${name}`
    if (!Array.isArray(value)) {
      addProblem(problems, at, 'is no list')
      return []
    }
    if (value.length > most) addProblem(problems, at, `has more than ${most} entries; the first ones are read`)
    const share = shareOf(name)
    const course = paced()
    const read = []
    for (const [index, entry] of value.slice(0, most).entries()) {
      if (course.add(weightOf(entry))) yield
      if (course.weight > share) break
      const parsed = parseValue(schema, entry, `${at}/${index}`, problems)
      if (parsed !== null) read.push(parsed.data)
    }
    return keyOf === undefined ? read : [...new Map(read.map((entry) => [keyOf(entry), entry])).values()]
  }
