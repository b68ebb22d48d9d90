/**
 * What stands in a shared type, looked at item by item. Yjs' own readers split texts into characters, copy every
 * attribute, and throw where a root was opened as another type; these do none of it, and change nothing.
 */
import * as Y from 'yjs'
import { LIMITS } from './limits.ts'
import type { Steps } from './steps.ts'

/** The slowest of them, citations with their quotations, take some milliseconds. */
const ITEMS_A_STEP = 200

/** As much of a shared type as is looked at. */
export type Shared = Pick<Y.AbstractType<unknown>, '_map' | '_start'>

/** Stands for content that is no value of a key: characters, marks of format, subdocuments. */
const NO_VALUE = Symbol('no value')

/** A root by its name, whatever type it was opened as; null where nobody has written or opened it. */
export const rootOf = (doc: Y.Doc, name: string): Shared | null => doc.share.get(name) ?? null

/** What stands under a key; undefined where nothing does. */
export function entryOf(type: Shared | null, key: string): unknown {
  const item = type?._map.get(key)
  return item === undefined || item.deleted ? undefined : valueOf(item)
}

/**
 * What stands under each key. Null comes now and then, whatever the items passed are: whoever reads in steps ends one there,
 * since a document may have a million items of which nothing is left.
 */
export function* entriesOf(type: Shared | null): Generator<[key: string, value: unknown] | null> {
  let passed = 0
  for (const [key, item] of type?._map ?? []) {
    if (++passed % ITEMS_A_STEP === 0) yield null
    if (!item.deleted) yield [key, valueOf(item)]
  }
}

/** How many items may still be passed; who reads several lists within one bound shares it among them. */
export interface Walk {
  items: number
}

/** The contents of a list or text, in order; what was deleted is left out, and counts as passed. Null ends a step. */
export function* contentsOf(type: Shared, walk: Walk): Generator<Y.Item['content'] | null> {
  for (let item = type._start; item !== null; item = item.right) {
    if (walk.items <= 0) return
    if (--walk.items % ITEMS_A_STEP === 0) yield null
    if (!item.deleted) yield item.content
  }
}

/** All items of a list or text that are not deleted. Null ends a step. */
export function* itemsOf(type: Shared): Generator<Y.Item | null> {
  let passed = 0
  for (let item = type._start; item !== null; item = item.right) {
    if (++passed % ITEMS_A_STEP === 0) yield null
    if (!item.deleted) yield item
  }
}

/** The shared types in a list: the nodes of an assessment. Null ends a step. */
export function* typesIn(type: Shared, walk: Walk): Generator<Shared | null> {
  for (const content of contentsOf(type, walk)) {
    if (content === null) yield null
    else if (content instanceof Y.ContentType) yield content.type
  }
}

/** The values that one content of a list is; a place holder for one that is none. */
export const valuesOf = (content: Y.Item['content']): readonly unknown[] =>
  content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? content.arr : [lastOf(content)]

/** How many values a list has, looked at item by item and not value by value. */
export function* countValues(type: Shared): Steps<number> {
  let values = 0
  for (const content of contentsOf(type, { items: LIMITS.listItems })) {
    if (content === null) yield
    else values += content.getLength()
  }
  return values
}

/** The characters of a text, without its marks and embedded values; no more than are asked for, and one to tell. */
export function charactersOf(type: Shared, most: number): { text: string; isWhole: boolean } {
  const walk: Walk = { items: LIMITS.listItems }
  const pieces: string[] = []
  let length = 0
  for (const content of contentsOf(type, walk)) {
    if (!(content instanceof Y.ContentString)) continue
    pieces.push(content.str)
    length += content.str.length
    if (length > most) break
  }
  return { text: pieces.join('').slice(0, most + 1), isWhole: walk.items > 0 }
}

const valueOf = ({ content }: Y.Item): unknown => lastOf(content)

/** A key holds the last of several values, as Yjs has it. */
function lastOf(content: Y.Item['content']): unknown {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr.at(-1)
  if (content instanceof Y.ContentType) return content.type
  if (content instanceof Y.ContentBinary) return content.content
  if (content instanceof Y.ContentEmbed) return content.embed
  return NO_VALUE
}
