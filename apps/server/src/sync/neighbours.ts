/**
 * Whether an update's items can stand where they say: between a left and a right neighbour, the left one to the left.
 * No editor makes others, since both stood side by side when the item was written; made by hand, they end in another
 * place in each copy, by the order in which that copy heard of things.
 */
import { NONE, visitInOrder, type KnownClock, type Scan, type Struct } from '@briefboard/protocol'
import * as Y from 'yjs'
import { structAt } from './depth.ts'

/** The struct that holds a character which is on its way into the log; null if it is not. */
export type FindOnTheWay = (client: number, clock: number) => Struct | null

/** Between two neighbours stands what others wrote there at the same time. An update that needs more looks is no editor's. */
const LOOKS = 50_000
const LOOKS_AN_ITEM = 20

export function areInOrder(scan: Scan, known: KnownClock, doc: () => Y.Doc, onTheWay: FindOnTheWay): boolean {
  const count = scan.sections.reduce((sum, { structs }) => sum + structs.filter(hasBoth).length, 0)
  if (count === 0) return true
  const sections = new Map(scan.sections.map((section) => [section.client, section]))
  const find: FindOnTheWay = (client, clock) =>
    clock < known(client) ? onTheWay(client, clock) : structAt(sections.get(client), clock)
  const looks = { left: LOOKS + LOOKS_AN_ITEM * count }
  let areAll = true
  visitInOrder(scan, known, (struct, client) => {
    if (!areAll || !hasBoth(struct) || struct.clock + struct.length <= known(client)) return
    areAll = isInOrder(struct, doc, find, looks)
  })
  return areAll
}

const hasBoth = ({ kind, originClient, rightClient }: Struct): boolean =>
  kind === 'item' && originClient !== NONE && rightClient !== NONE

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

/** Goes through the document from the left neighbour to the right until the other one comes. */
function standsBefore(doc: Y.Doc, left: Character, right: Character, looks: { left: number }): boolean {
  let item = itemAt(doc, left)
  // Where a neighbour was collected there is no place to stand in; Yjs drops such an item in every copy alike.
  if (item === null || itemAt(doc, right) === null) return true
  const isHere = ({ id, length }: Y.Item): boolean =>
    id.client === right.client && holds({ clock: id.clock, length }, right.clock)
  if (isHere(item)) return left.clock < right.clock
  for (item = item.right; item !== null; item = item.right) {
    if (isHere(item)) return true
    if (--looks.left < 0) return false
  }
  return false
}

function itemAt(doc: Y.Doc, { client, clock }: Character): Y.Item | null {
  if (clock >= Y.getState(doc.store, client)) return null
  const structs = doc.store.clients.get(client) ?? []
  const struct = structs[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item ? struct : null
}
