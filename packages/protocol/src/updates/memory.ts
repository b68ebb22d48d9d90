/**
 * How much memory the structs of an update take in a Y.Doc, estimated from its scan and never far too low: a shared type
 * is five bytes in an update and six hundred in memory. The numbers were measured with Yjs 13.6 on Node 24, for each kind
 * of content, and rounded up.
 */
import { DELETED, NONE, TYPE, type Scan, type Section, type Struct } from './scan.ts'

/** In bytes. What an item takes whatever it holds, with its ids and its place among its client's. */
const ITEM = 320
const GARBAGE = 60
/** Beside the item: a type brings its maps and lists, a value the objects around it. */
const SHARED_TYPE = 500
const CONTENT = 200
/** A number, a short text, a place in a list that has grown. */
const VALUE = 48
/** A list or object in a value, where each has keys of its own. */
const CONTAINER = 250
/** In a list that V8 makes for an object's keys that are numbers. */
const PLACE = 8
const CLIENT = 400
const ROOT = 700
/** A byte of text may be two in memory. */
const TEXT_BYTE = 2

const STRING = 4

/** Of the structs as they lie in the update, for one that holds a whole document: nothing in it cuts anything. */
export function memoryOf({ sections, containers, values, places }: Scan): number {
  let sum = containers * CONTAINER + values * VALUE + places * PLACE
  const roots = new Set<string>()
  for (const section of sections) {
    sum += CLIENT
    for (const [at, struct] of section.structs.entries()) {
      sum += isMerged(section, at) ? bytesAt(section, at) * TEXT_BYTE : memoryOfStruct(struct, bytesAt(section, at))
      if (struct.root !== null) roots.add(struct.root)
    }
  }
  return sum + roots.size * ROOT
}

/** What a document grows by, at most, when the update is applied to it: items that it cuts in two are one more each. */
export function memoryAdded(scan: Scan): number {
  // A deleted range may cut an item at each of its ends.
  let cuts = 2 * scan.deleted.length
  for (const section of scan.sections) {
    for (const [at, struct] of section.structs.entries()) cuts += cutsBy(section, struct, section.structs[at - 1])
  }
  return memoryOf(scan) + cuts * ITEM
}

/** Whether all that an update brings is gone already, or makes other things go. */
export const isOnlyDeleting = ({ sections }: Scan): boolean =>
  sections.every(({ structs }) => structs.every(({ kind, content }) => kind !== 'item' || content === DELETED))

function memoryOfStruct({ kind, content }: Struct, bytes: number): number {
  if (kind !== 'item') return GARBAGE
  switch (content) {
    case DELETED:
      return ITEM
    case STRING:
      return ITEM + bytes * TEXT_BYTE
    case TYPE:
      return ITEM + SHARED_TYPE + bytes * TEXT_BYTE
    default:
      return ITEM + CONTENT + bytes * TEXT_BYTE
  }
}

const bytesAt = ({ structs, to }: Section, at: number): number => (structs[at + 1]?.at ?? to) - (structs[at]?.at ?? to)

/** Letters that were typed one after the other become one item. */
function isMerged({ client, structs }: Section, at: number): boolean {
  const [before, struct] = [structs[at - 1], structs[at]]
  return (
    before?.content === STRING && struct?.content === STRING && follows(client, struct) && hasSameRight(before, struct)
  )
}

function cutsBy({ client }: Section, struct: Struct, before: Struct | undefined): number {
  const left = struct.originClient !== NONE && !follows(client, struct) ? 1 : 0
  const right = struct.rightClient !== NONE && (before === undefined || !hasSameRight(before, struct)) ? 1 : 0
  return left + right
}

const follows = (client: number, { clock, originClient, originClock }: Struct): boolean =>
  originClient === client && originClock === clock - 1

const hasSameRight = (before: Struct, struct: Struct): boolean =>
  before.rightClient === struct.rightClient && before.rightClock === struct.rightClock
