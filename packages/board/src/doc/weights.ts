/**
 * How heavy something is that would be read, seen without reading it; and how much of each is read where all together are
 * too heavy: the light ones are read whole, and the heavy ones share what is left. A weight is a number of characters, and
 * a value costs as much as some of them.
 */
import * as Y from 'yjs'
import { contentsOf, entriesOf, type Shared } from './items.ts'
import { LIMITS } from './limits.ts'
import type { Steps } from './steps.ts'

/** To read, write and parse a value takes as long as so many characters. */
const VALUE = 20
/** Less than a millisecond. */
const STEP = 20_000
/** Deeper than any value or assessment that is read. */
const MOST_DEPTH = 40

interface Left {
  parts: number
  characters: number
}

const OF_A_VALUE: Readonly<Left> = { parts: LIMITS.valueParts, characters: LIMITS.valueCharacters }

/** Of a value as `plainValue` copies it, within its bounds: what is beyond them is not read. */
export const weightOf = (value: unknown, most: Readonly<Left> = OF_A_VALUE): number => weigh(value, 0, { ...most })

function weigh(value: unknown, depth: number, left: Left): number {
  if (--left.parts < 0 || left.characters < 0) return 0
  if (typeof value === 'string') {
    left.characters -= value.length
    return VALUE + value.length
  }
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return VALUE
  if (value instanceof Uint8Array || value instanceof Y.AbstractType) return VALUE
  let weight = VALUE
  for (const name of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    if (left.parts < 0) break
    // An array or an object, each asked for a key of its own.
    weight += weigh((value as Record<string | number, unknown>)[name], depth + 1, left)
  }
  return weight
}

/** Of a text, plain or people's own, of which so many characters are read. */
export function* textWeight(value: unknown, most: number): Steps<number> {
  if (!(value instanceof Y.Text)) return VALUE + Math.min(typeof value === 'string' ? value.length : 0, most)
  let length = 0
  for (const content of contentsOf(value, { items: LIMITS.listItems })) {
    if (content === null) yield
    else if (content instanceof Y.ContentString) length += content.str.length
    if (length >= most) return VALUE + most
  }
  return VALUE + length
}

/** Of a list of which so many entries are read. */
export function* listWeight(value: unknown, most: number): Steps<number> {
  if (!Array.isArray(value)) return VALUE
  const course = paced()
  for (const entry of value.slice(0, most)) if (course.add(weightOf(entry))) yield
  return course.weight
}

/** Of all entries of a map. */
export function* entriesWeight(entries: Iterable<[string, unknown] | null>): Steps<number> {
  const course = paced()
  for (const entry of entries) if (entry === null || course.add(entry[0].length + weightOf(entry[1]))) yield
  return course.weight
}

export const mapWeight = (map: Shared | null): Steps<number> => entriesWeight(entriesOf(map))

/** Adds weights up, and says when a step should end. */
export function paced(): { weight: number; add: (weight: number) => boolean } {
  let ended = 0
  const course = {
    weight: 0,
    add(weight: number) {
      course.weight += weight
      if (course.weight - ended < STEP) return false
      ended = course.weight
      return true
    },
  }
  return course
}

/**
 * How much of each may be read, if all together may be so heavy: Infinity where they are not too heavy. It depends on what
 * the document says alone, and so is the same in every copy.
 */
export function fairShare(weights: Iterable<number>, altogether: number): number {
  const sorted = Float64Array.from(weights).sort()
  let left = altogether
  for (const [index, weight] of sorted.entries()) {
    const share = left / (sorted.length - index)
    if (weight > share) return Math.floor(share)
    left -= weight
  }
  return Infinity
}
