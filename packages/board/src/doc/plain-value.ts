/**
 * What stands under a key, copied as plain JSON before a schema looks at it: within bounds, of own properties alone, in
 * whole characters, without numbers that are none. A byte array is never spread, a text of a million characters never
 * walked through.
 */
import { LIMITS } from './limits.ts'

export type Plain = { value: unknown; problem: null } | { problem: string }

interface Course {
  characters: number
  parts: number
  /** The first one ends the copying. */
  problem: string | null
}

export function plainValue(value: unknown): Plain {
  const course: Course = { characters: 0, parts: 0, problem: null }
  const copy = copied(value, 0, course)
  return course.problem === null ? { value: copy, problem: null } : { problem: course.problem }
}

/** Half of a character, or NUL, is shown as what it is: no character. Addresses, files and XML take neither. */
export const wholeCharacters = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** The beginning of a text that is too long; no character is cut in two. */
export function beginningOf(text: string, most: number): string {
  const cut = text.slice(0, most)
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut
}

function copied(value: unknown, depth: number, course: Course): unknown {
  if (course.problem !== null) return null
  if (++course.parts > LIMITS.valueParts) return failed(course, `has more than ${LIMITS.valueParts} parts`)
  switch (typeof value) {
    case 'string':
      return copiedText(value, course)
    case 'boolean':
    case 'undefined':
      return value
    case 'number':
      // -0 is written as 0 by JSON, and shown as -0 by others.
      return Number.isFinite(value) ? value + 0 : failed(course, 'has a number that is none')
    case 'object':
      return value === null ? null : copiedObject(value, depth, course)
    default:
      return failed(course, `has a ${typeof value}, which is no value here`)
  }
}

function copiedText(text: string, course: Course): unknown {
  course.characters += text.length
  if (course.characters > LIMITS.valueCharacters)
    return failed(course, `has more than ${LIMITS.valueCharacters} characters`)
  return wholeCharacters(text)
}

function copiedObject(value: object, depth: number, course: Course): unknown {
  if (depth >= LIMITS.valueDepth) return failed(course, `is nested more than ${LIMITS.valueDepth} deep`)
  if (Array.isArray(value)) return copiedList(value, depth, course)
  if (!isJson(value)) return failed(course, 'has bytes or a shared type where a plain value is expected')
  // Without a prototype, no key has a meaning of its own.
  const copy = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(value)) {
    // No value of ours has one, and a schema would take it for how long a text or list is, whatever it holds.
    if (key === 'length') continue
    course.characters += key.length
    // It was asked for its own keys.
    copy[wholeCharacters(key)] = copied((value as Record<string, unknown>)[key], depth + 1, course)
    if (course.problem !== null) return null
  }
  return copy
}

function copiedList(list: readonly unknown[], depth: number, course: Course): unknown {
  if (list.length > LIMITS.valueParts) return failed(course, `has a list of ${list.length} entries`)
  // A list may have holes, which `map` would step over.
  return Array.from(list, (one) => copied(one, depth + 1, course))
}

function failed(course: Course, problem: string): null {
  course.problem = problem
  return null
}

/** Byte arrays, shared types and dates are of a class; an object whose prototype somebody wrote is nothing we know. */
function isJson(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
