/**
 * How deep an update's items lie. Types within types within types are harmless to store, but whoever deletes or reads
 * them goes down step by step, and ends where the stack does: in every browser that has the document open.
 */
import { NONE, TYPE, visitInOrder, type KnownClock, type Scan, type Section, type Struct } from '@briefboard/protocol'
import * as Y from 'yjs'
import { itemAt } from './places.ts'

/** Nested lists take two steps a level; no editor here goes beyond a dozen levels. */
const DEEPEST = 100

/** Depth of an item outside of the update; null if it is not known yet. */
export type DepthOf = (client: number, clock: number) => number | null

export type DepthVerdict = 'fine' | 'too-deep' | 'unknown'

/** `depths` is given the depth of each type in the update, by `depthKey`. */
export function judgeDepth(scan: Scan, known: KnownClock, depthOf: DepthOf, depths: Map<string, number>): DepthVerdict {
  if (!scan.sections.some(({ structs }) => structs.some(({ content }) => content === TYPE))) return 'fine'
  const found = new Map<Struct, number>()
  const sections = new Map(scan.sections.map((section) => [section.client, section]))
  let verdict: DepthVerdict = 'fine'

  const depthAt = (client: number, clock: number): number | null => {
    const struct = structAt(sections.get(client), clock)
    return struct === null ? depthOf(client, clock) : (found.get(struct) ?? depthOf(client, clock))
  }
  const depthOfStruct = (struct: Struct): number | null => {
    if (struct.originClient !== NONE) return depthAt(struct.originClient, struct.originClock)
    if (struct.rightClient !== NONE) return depthAt(struct.rightClient, struct.rightClock)
    if (struct.parentClient === NONE) return 0
    const above = depthAt(struct.parentClient, struct.parentClock)
    return above === null ? null : above + 1
  }
  visitInOrder(scan, known, (struct, client) => {
    if (struct.kind !== 'item' || struct.clock + struct.length <= known(client)) return
    const depth = depthOfStruct(struct)
    if (depth !== null) found.set(struct, depth)
    if (struct.content !== TYPE) return
    if (depth === null) verdict = verdict === 'fine' ? 'unknown' : verdict
    else if (depth > DEEPEST) verdict = 'too-deep'
    else depths.set(depthKey(client, struct.clock), depth)
  })
  return verdict
}

export const depthKey = (client: number, clock: number): string => `${client}:${clock}`

/** The struct of a section that holds a character. */
export function structAt(section: Section | undefined, clock: number): Struct | null {
  if (section === undefined || clock < section.clock || clock >= section.end) return null
  let low = 0
  let high = section.structs.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((section.structs[middle]?.clock ?? Infinity) <= clock) low = middle
    else high = middle - 1
  }
  return section.structs[low] ?? null
}

/** The depth of an item that is in the document: how many types lie above it. What was garbage collected has none. */
export function depthIn(doc: Y.Doc, client: number, clock: number): number | null {
  if (clock >= Y.getState(doc.store, client)) return null
  let depth = 0
  let item = itemAt(doc, client, clock)
  for (let above = ownerOf(item); above !== null; above = ownerOf(item)) {
    item = above
    depth++
  }
  return depth
}

/** The item that holds the type in which an item lies; null at the root. */
function ownerOf(item: Y.Item | null): Y.Item | null {
  // Ids and names stand for a parent only until an item is placed; null, where it was collected.
  const parent: unknown = item?.parent
  return parent instanceof Y.AbstractType ? parent._item : null
}
