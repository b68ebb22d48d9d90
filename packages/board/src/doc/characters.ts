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
  const most = Math.min(now.length, next.length)
  let start = 0
  while (start < most && now[start] === next[start]) start++
  // Yjs writes a replacement character for each half where a pair is split.
  if (start > 0 && isHighHalf(now[start - 1])) start--
  let end = 0
  while (end < most - start && now[now.length - 1 - end] === next[next.length - 1 - end]) end++
  if (end > 0 && isLowHalf(now[now.length - end])) end--
  const stretches = [...stretchesOf(text)]
  const to = now.length - end
  const at = indexOf(stretches, start)
  for (const { from, index, length } of stretches.toReversed()) {
    const first = Math.max(from, start)
    const last = Math.min(from + length, to)
    if (first < last) text.delete(index + first - from, last - first)
  }
  text.insert(at, next.slice(start, next.length - end))
}

const isHighHalf = (unit: string | undefined): boolean => unit !== undefined && /[\uD800-\uDBFF]/.test(unit)
const isLowHalf = (unit: string | undefined): boolean => unit !== undefined && /[\uDC00-\uDFFF]/.test(unit)

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
