/**
 * Whether an update's items can stand where they say: in a type, between neighbours of that same type, the left one to
 * the left. No editor makes others, since both stood side by side when the item was written; made by hand, they end in
 * another place in each copy, by the order in which that copy heard of things, or cannot be placed at all.
 */
import { NONE, visitInOrder, type KnownClock, type Scan, type Struct } from '@briefboard/protocol'
import * as Y from 'yjs'
import { structAt } from './depth.ts'
import { itemAt, openPlaces, type Places } from './places.ts'

/** The struct that holds a character which is on its way into the log; null if it is not. */
export type FindOnTheWay = (client: number, clock: number) => Struct | null

/** Between two neighbours stands what others wrote there at the same time. An update that needs more looks is no editor's. */
const LOOKS = 50_000
const LOOKS_AN_ITEM = 20

export function areInOrder(scan: Scan, known: KnownClock, doc: () => Y.Doc, onTheWay: FindOnTheWay): boolean {
  const count = scan.sections.reduce((sum, { structs }) => sum + structs.length, 0)
  const sections = new Map(scan.sections.map((section) => [section.client, section]))
  const find: FindOnTheWay = (client, clock) =>
    clock < known(client) ? onTheWay(client, clock) : structAt(sections.get(client), clock)
  const looks = { left: LOOKS + LOOKS_AN_ITEM * count }
  const places = openPlaces(find, doc)
  let areAll = true
  visitInOrder(scan, known, (struct, client) => {
    const from = known(client)
    if (!areAll || struct.kind !== 'item' || struct.clock + struct.length <= from) return
    // Of one that is known in part, the rest continues that part, which must be there to be continued.
    if (struct.clock < from) areAll = places.placeOf(client, from - 1) !== null
    else if (needsLook(struct))
      areAll = isInPlace(struct, places) && (!hasBoth(struct) || isInOrder(struct, doc, find, looks))
  })
  return areAll
}

const hasBoth = ({ originClient, rightClient }: Struct): boolean => originClient !== NONE && rightClient !== NONE

const needsLook = ({ originClient, rightClient, parentClient }: Struct): boolean =>
  originClient !== NONE || rightClient !== NONE || parentClient !== NONE

/**
 * Its neighbours lie in one sequence and its parent is a type. The first of a sequence had none to its left when it was
 * written, the last none to its right. What was collected has no place, and is dropped alike by all.
 */
function isInPlace(struct: Struct, places: Places): boolean {
  if (struct.parentClient !== NONE) return places.isType(struct.parentClient, struct.parentClock)
  if (struct.rightClient === NONE) {
    return struct.originClient === NONE || !places.hasNeighbour(struct.originClient, struct.originClock, 'right')
  }
  const right = places.placeOf(struct.rightClient, struct.rightClock)
  // Under a key the newest stands last, so that nothing is ever written before another.
  if (right !== null && right.key !== null) return false
  if (struct.originClient === NONE) return !places.hasNeighbour(struct.rightClient, struct.rightClock, 'left')
  const left = places.placeOf(struct.originClient, struct.originClock)
  // What lay side by side was collected together.
  if (left === null || right === null) return left === right
  return left.key === null && left.parent === right.parent
}

interface Character {
  client: number
  clock: number
}

function isInOrder(struct: Struct, doc: () => Y.Doc, find: FindOnTheWay, looks: { left: number }): boolean {
  const left = { client: struct.originClient, clock: struct.originClock }
  const right = { client: struct.rightClient, clock: struct.rightClock }
  if (find(left.client, left.clock) === null && find(right.client, right.clock) === null) {
    return standsBefore(doc(), left, right, looks)
  }
  // Where others stand between them is settled only in the document; here only what cannot be is refused.
  return !isReached(left, right, 'left', find, looks) && !isReached(right, left, 'right', find, looks)
}

/** Whether one comes to `target` when going from `start` to one side, from each run of characters to its neighbour. */
function isReached(
  start: Character,
  target: Character,
  side: 'left' | 'right',
  find: FindOnTheWay,
  looks: { left: number },
): boolean {
  for (let { client, clock } = start; ;) {
    const struct = find(client, clock)
    if (struct === null) return false
    if (--looks.left < 0) return true
    const isHere = target.client === client && holds(struct, target.clock)
    if (isHere) return side === 'left' ? target.clock <= clock : target.clock >= clock
    const next = side === 'left' ? [struct.originClient, struct.originClock] : [struct.rightClient, struct.rightClock]
    ;[client = NONE, clock = NONE] = next
    if (client === NONE) return false
  }
}

const holds = ({ clock, length }: { clock: number; length: number }, at: number): boolean =>
  at >= clock && at < clock + length

/**
 * Goes through the document from the left neighbour to the right until the other one comes. Nothing on the way was there
 * when the two stood side by side: not what stood right of the one, nor left of the other, when these were written.
 */
function standsBefore(doc: Y.Doc, left: Character, right: Character, looks: { left: number }): boolean {
  let item = itemAt(doc, left.client, left.clock)
  const last = itemAt(doc, right.client, right.clock)
  // Where a neighbour was collected there is no place to stand in; Yjs drops such an item in every copy alike.
  if (item === null || last === null) return true
  if (item === last) return left.clock < right.clock
  // Within a run, what stood left of the right neighbour is the run itself.
  if (right.clock > last.id.clock) return false
  const wasRight = item.rightOrigin
  const wasLeft = last.origin
  for (item = item.right; item !== null; item = item.right) {
    if (item === last) return true
    if (isIn(item, wasRight) || isIn(item, wasLeft) || --looks.left < 0) return false
  }
  return false
}

const isIn = ({ id, length }: Y.Item, at: Y.ID | null): boolean =>
  at !== null && at.client === id.client && holds({ clock: id.clock, length }, at.clock)
