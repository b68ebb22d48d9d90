/**
 * The characters of a shared text, as people see and change them. Yjs counts embedded values among them, and an XmlText
 * spells its formats out as tags: what is counted in a string is not where Yjs has it, and is converted here.
 */
import * as Y from 'yjs'
import { charactersOf, contentsOf } from './items.ts'
import { LIMITS } from './limits.ts'

/** All of them, as `readBoard` reads them; of a text in far too many pieces, those within its bound. */
export const wordsOf = (text: Y.Text): string => charactersOf(text, Number.MAX_SAFE_INTEGER).text

/** The smallest single replacement that turns the characters into `next`. What is embedded among them stays. */
export function editText(text: Y.Text, next: string): void {
  const now = wordsOf(text)
  if (now === next) return
  const { from: start, to, insert } = spliceBetween(now, next)
  const stretches = [...stretchesOf(text)]
  const at = indexOf(stretches, start)
  for (const { from, index, length } of stretches.toReversed()) {
    const first = Math.max(from, start)
    const last = Math.min(from + length, to)
    if (first < last) text.delete(index + first - from, last - first)
  }
  text.insert(at, insert)
}

/** A replacement of one part of a text by another. */
export interface Splice {
  from: number
  to: number
  insert: string
  /** How long the text around it is. */
  around: number
}

/** The smallest single replacement that makes one of the other, in whole characters as people see them. */
export function spliceBetween(before: string, after: string): Splice {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  start = Math.min(startOfCharacter(before, start), startOfCharacter(after, start))
  let end = 0
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  end = Math.min(
    before.length - endOfCharacter(before, before.length - end),
    after.length - endOfCharacter(after, after.length - end),
  )
  end = Math.min(end, most - start)
  return {
    from: start,
    to: before.length - end,
    insert: after.slice(start, after.length - end),
    around: start + end,
  }
}

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Where the character begins in which a place lies. */
export const startOfCharacter = (text: string, place: number): number =>
  place >= text.length ? text.length : (characters.segment(text).containing(place)?.index ?? place)

/** Where it ends; a place between two is the end of the one before. */
function endOfCharacter(text: string, place: number): number {
  if (place <= 0) return 0
  const found = characters.segment(text).containing(place - 1)
  return found === undefined ? place : found.index + found.segment.length
}

/** Characters that stand together: `from` counts characters, `index` counts as Yjs does. */
interface Stretch {
  from: number
  index: number
  length: number
}

function* stretchesOf(text: Y.Text): Generator<Stretch> {
  let from = 0
  let index = 0
  for (const content of contentsOf(text, { items: LIMITS.listItems })) {
    if (content?.isCountable() !== true) continue
    const length = content.getLength()
    if (content instanceof Y.ContentString) {
      yield { from, index, length }
      from += length
    }
    index += length
  }
}

/** Right behind the character before it, so that what one goes on writing stays together. */
function indexOf(stretches: readonly Stretch[], place: number): number {
  const before = stretches.findLast(({ from }) => from < place)
  return before === undefined ? 0 : before.index + place - before.from
}

/** A change of characters, step by step; each number counts characters. */
export type CharacterChange = { retain: number } | { insert: number } | { delete: number }

/** What an event has changed among the characters; values that came or went between them are left out. */
export function characterChanges(event: Y.YTextEvent): CharacterChange[] {
  const changes: CharacterChange[] = []
  for (let item = event.target._start; item !== null; item = item.right) {
    if (!(item.content instanceof Y.ContentString)) continue
    const { length } = item
    if (event.adds(item)) {
      if (!item.deleted) changes.push({ insert: length })
    } else if (!item.deleted) changes.push({ retain: length })
    else if (event.deletes(item)) changes.push({ delete: length })
  }
  return changes
}
