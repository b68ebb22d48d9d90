/**
 * Looks through a Yjs v1 update without building it: which structs of which clients it holds, what they hang on, what
 * it deletes, and where in the bytes each lies. Whatever passes here, Yjs can decode; what takes memory or stack out of
 * proportion to its size does not pass.
 */
import { Cursor, Malformed, TooManyParts } from './cursor.ts'

/** No client id, no clock. */
export const NONE = -1

/** One struct; ids of what it hangs on are NONE where there is none. */
export interface Struct {
  clock: number
  length: number
  /** Where its bytes begin. */
  at: number
  kind: 'item' | 'gc' | 'skip'
  originClient: number
  originClock: number
  rightClient: number
  rightClock: number
  parentClient: number
  parentClock: number
  /** Where there is neither neighbour nor parent: the root type in which it lies, by name. */
  root: string | null
  /** Where there is no neighbour: under which key of its parent it lies; null for one of a sequence. */
  key: string | null
  /** What it holds, by Yjs' number; NONE if it is no item. */
  content: number
  /** Where the bytes of that begin. */
  contentAt: number
}

/** All structs of one client in an update, clocks without a hole (holes are structs of the kind `skip`). */
export interface Section {
  client: number
  clock: number
  /** The clock after the last struct. */
  end: number
  structs: Struct[]
  /** The bytes of the structs, without the section's head. */
  from: number
  to: number
}

export interface DeletedRange {
  client: number
  clock: number
  length: number
}

export interface Scan {
  update: Uint8Array
  sections: Section[]
  deleted: DeletedRange[]
  /** Where the set of deletions begins. */
  deletedAt: number
  /** Lists, objects and buffers in its values. */
  containers: number
  /** How many values there are, in the others and beside them. */
  values: number
  /** For how many values its objects have lists, as `Cursor.places` says. */
  places: number
}

/** Yjs client ids have 32 bits; a clock counts characters of one client. Beyond these nobody writes. */
const HIGHEST_CLIENT = 2 ** 32 - 1
const HIGHEST_CLOCK = 2 ** 40

/**
 * How many structs an update may have, lists and objects in its values, values in shared lists and maps, and keys and values
 * within those.
 */
export interface Parts {
  structs: number
  containers: number
  values: number
  inner: number
}

const ANY_NUMBER: Parts = { structs: Infinity, containers: Infinity, values: Infinity, inner: Infinity }

/** @throws Malformed, TooManyParts */
export function scanUpdate(update: Uint8Array, most: Parts = ANY_NUMBER): Scan {
  const cursor = new Cursor(update, most)
  let structsLeft = most.structs
  const sections = each(cursor.varUint(), () => {
    const section = scanSection(cursor, structsLeft)
    structsLeft -= section.structs.length
    return section
  })
  // Of two sections of one client, Yjs would drop the first.
  if (sections.length > 1 && new Set(sections.map(({ client }) => client)).size < sections.length)
    throw new Malformed('forbidden', 'A client has two sections.')
  const deletedAt = cursor.at
  const deleted = scanDeleted(cursor)
  if (!cursor.isAtEnd) throw new Malformed('forbidden', 'There are bytes behind the end.')
  const { containers, values, places } = cursor
  return { update, sections, deleted, deletedAt, containers, values, places }
}

function scanSection(cursor: Cursor, mostStructs: number): Section {
  const count = cursor.varUint()
  // Who only says so, and sends less, is not told to send less.
  if (count > mostStructs)
    throw count > cursor.left / 2 ? new Malformed('unreadable', 'Structs are missing.') : new TooManyParts()
  const client = cursor.varUint()
  const clock = cursor.varUint()
  if (client > HIGHEST_CLIENT) throw new Malformed('forbidden', 'A client id is too large.')
  if (count === 0) throw new Malformed('forbidden', 'A section is empty.')
  const from = cursor.at
  let end = clock
  const structs = each(count, () => {
    const struct = scanStruct(cursor, end)
    if (!(struct.length > 0)) throw new Malformed('forbidden', 'A struct is empty.')
    end += struct.length
    if (end > HIGHEST_CLOCK) throw new Malformed('forbidden', 'A clock is too large.')
    return struct
  })
  return { client, clock, end, structs, from, to: cursor.at }
}

/** Nearly always there is one: an array that begins with it takes a tenth of the memory of an empty one that grows. */
function each<T>(count: number, scan: () => T): T[] {
  if (count === 0) return []
  const all = [scan()]
  for (let left = count - 1; left > 0; left--) all.push(scan())
  return all
}

/** Contents: what is deleted, and a shared type, in which other items may lie. */
export const DELETED = 1
export const TYPE = 7

const SUBDOCUMENT = 9
const SKIP = 10
const HAS_ORIGIN = 0x80
const HAS_RIGHT = 0x40
const HAS_KEY = 0x20
/** The bits of a struct's first byte that say what it holds. */
export const CONTENT = 0x1f

function scanStruct(cursor: Cursor, clock: number): Struct {
  const struct: Struct = {
    clock,
    length: 0,
    at: cursor.at,
    kind: 'item',
    originClient: NONE,
    originClock: NONE,
    rightClient: NONE,
    rightClock: NONE,
    parentClient: NONE,
    parentClock: NONE,
    root: null,
    key: null,
    content: NONE,
    contentAt: cursor.at,
  }
  const info = cursor.uint8()
  if (info === SKIP || (info & CONTENT) === 0) {
    struct.kind = info === SKIP ? 'skip' : 'gc'
    struct.length = cursor.varUint()
    return struct
  }
  if ((info & HAS_ORIGIN) !== 0) {
    struct.originClient = cursor.varUint()
    struct.originClock = cursor.varUint()
  }
  if ((info & HAS_RIGHT) !== 0) {
    struct.rightClient = cursor.varUint()
    struct.rightClock = cursor.varUint()
  }
  // A neighbour tells the parent; only where there is none it stands here.
  if ((info & (HAS_ORIGIN | HAS_RIGHT)) === 0) scanParent(cursor, struct, (info & HAS_KEY) !== 0)
  struct.content = info & CONTENT
  struct.contentAt = cursor.at
  struct.length = scanContent(cursor, struct.content)
  return struct
}

function scanParent(cursor: Cursor, struct: Struct, hasKey: boolean): void {
  if (cursor.varUint() === 1) struct.root = cursor.text()
  else {
    struct.parentClient = cursor.varUint()
    struct.parentClock = cursor.varUint()
  }
  if (hasKey) struct.key = cursor.text()
}

/** Passes over an item's content and gives its length in clocks. */
function scanContent(cursor: Cursor, kind: number): number {
  switch (kind) {
    case DELETED:
      return cursor.varUint()
    case 2: // JSON
      return scanEach(cursor, () => scanOldJson(cursor))
    case 3: // binary
      cursor.skip(cursor.varUint())
      return 1
    case 4: // string
      return cursor.string()
    case 5: // embed
      cursor.json()
      return 1
    case 6: // format
      cursor.string()
      cursor.json()
      return 1
    case TYPE:
      scanType(cursor)
      return 1
    case 8: // any
      return scanEach(cursor, () => cursor.any())
    case SUBDOCUMENT:
      throw new Malformed('forbidden', 'A document lies within a document: it would be in no room and under no right.')
    case SKIP:
      // Yjs reads it as a hole in one place and as an item in another.
      throw new Malformed('forbidden', 'A hole has neighbours.')
    default:
      throw new Malformed('unreadable', 'An item has no known content.')
  }
}

function scanEach(cursor: Cursor, scan: () => void): number {
  const count = cursor.count()
  for (let left = count; left > 0; left--) scan()
  return count
}

function scanOldJson(cursor: Cursor): void {
  const from = cursor.at
  if (cursor.text() === 'undefined') return
  cursor.at = from
  cursor.json()
}

const XML_ELEMENT = 3
const XML_HOOK = 5
const LAST_TYPE = 6

function scanType(cursor: Cursor): void {
  const type = cursor.varUint()
  if (type > LAST_TYPE) throw new Malformed('unreadable', 'A shared type is unknown.')
  if (type === XML_ELEMENT || type === XML_HOOK) cursor.string()
}

function scanDeleted(cursor: Cursor): DeletedRange[] {
  const deleted: DeletedRange[] = []
  const clients = cursor.varUint()
  // Nearly always nothing is deleted, and the set is as large as all the rest.
  if (clients === 0) return deleted
  const seen = new Set<number>()
  for (let left = clients; left > 0; left--) {
    const client = cursor.varUint()
    if (seen.has(client)) throw new Malformed('forbidden', 'A client has two lists of deletions.')
    seen.add(client)
    let end = 0
    for (let ranges = cursor.varUint(); ranges > 0; ranges--) {
      const clock = cursor.varUint()
      const length = cursor.varUint()
      // Yjs writes them in order, and spoils what it must keep for later if they are not.
      if (clock < end) throw new Malformed('forbidden', 'Deletions are not in order.')
      end = clock + length
      if (clock + length > HIGHEST_CLOCK) throw new Malformed('forbidden', 'A clock is too large.')
      // Yjs throws where one stands behind the last struct, or keeps it for later.
      if (length === 0) throw new Malformed('forbidden', 'A deletion is empty.')
      deleted.push({ client, clock, length })
    }
  }
  return deleted
}
