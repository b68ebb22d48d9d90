/**
 * What stands in a text, item by item, as Yjs has it in memory. Yjs' own readers copy formats for every run, split texts
 * into characters, and compare what need not be compared; this does none of it, and changes nothing.
 */
import * as Y from 'yjs'
import type { Formats } from './marks.ts'

/**
 * Yjs counts places in a text in units: one for each UTF-16 code unit of its letters, for each embed and each marker.
 * `formats` are those in force; the same map goes on changing, and is to be read at once.
 */
export type Unit =
  | { kind: 'letters'; letters: string; units: number; formats: Formats }
  | { kind: 'block'; marker: Y.Map<unknown>; units: 1; formats: Formats }
  | { kind: 'embed'; embed: unknown; units: 1; formats: Formats }
  /** A shared type that is no marker, or values of a list that somebody has written among letters. */
  | { kind: 'foreign'; words: () => string; units: number; formats: Formats }

/** How many items may still be passed, those that were deleted too. */
export interface Bound {
  items: number
}

/** The least that is looked at of a text. */
export type TextItems = Pick<Y.AbstractType<unknown>, '_start'>

const ITEMS_A_STEP = 200

/** Null comes now and then: whoever reads in steps ends one there. Stops where the bound is reached. */
export function* unitsOf(text: TextItems, bound: Bound = { items: Infinity }): Generator<Unit | null> {
  const formats = new Map<string, unknown>()
  for (let item = text._start; item !== null; item = item.right) {
    if (bound.items <= 0) return
    if (--bound.items % ITEMS_A_STEP === 0) yield null
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) setFormat(formats, content)
    else if (item.countable) yield unitOf(content, formats)
  }
}

/** Yjs ends a format with null. */
export function setFormat(formats: Map<string, unknown>, { key, value }: Y.ContentFormat): void {
  if (((value as unknown) ?? null) === null) formats.delete(key)
  else formats.set(key, value)
}

export function unitOf(content: Y.Item['content'], formats: Formats): Unit {
  if (content instanceof Y.ContentString)
    return { kind: 'letters', letters: content.str, units: content.str.length, formats }
  if (content instanceof Y.ContentEmbed) return { kind: 'embed', embed: content.embed, units: 1, formats }
  if (content instanceof Y.ContentType) {
    const { type } = content
    if (type instanceof Y.Map) return { kind: 'block', marker: type, units: 1, formats }
    return { kind: 'foreign', words: () => wordsIn(type), units: 1, formats }
  }
  return { kind: 'foreign', words: () => '', units: content.getLength(), formats }
}

const MOST_WORDS = 2000
const MOST_ITEMS = 5000

/** The letters of a shared type and of those in it, as far as a reader needs to know what it was. Never throws. */
export function wordsIn(type: Y.AbstractType<unknown>): string {
  const pieces: string[] = []
  let [length, items] = [0, 0]
  // Types may lie in each other as deep as an edit may go; a list of what is still to be seen needs no stack.
  const rest: (Y.Item | null)[] = [type._start]
  while (rest.length > 0 && length < MOST_WORDS && items < MOST_ITEMS) {
    const item = rest.pop() ?? null
    if (item === null) continue
    items++
    rest.push(item.right)
    if (item.deleted) continue
    if (item.content instanceof Y.ContentString) {
      const letters = item.content.str.slice(0, MOST_WORDS - length)
      pieces.push(letters)
      length += letters.length
    } else if (item.content instanceof Y.ContentType) {
      pieces.push(' ')
      rest.push(item.content.type._start)
    }
  }
  return pieces.join('').replace(/\s+/g, ' ').trim().slice(0, MOST_WORDS)
}
