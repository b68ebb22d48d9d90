/**
 * A hash of what a document says (S15): two documents with equal hashes show the same, whatever course brought them
 * there. Equal state vectors do not prove that; this walks through the content itself, in the order in which it reads.
 * It looks at everything once and adds up what has no order, so that its work grows with the document's size only.
 */
import type * as Y from 'yjs'
import { Digest, MARKS, Pace, Sum, type Ends } from './digest.ts'

/** Yjs' own numbers of the kinds of content. */
const STRING = 4
const FORMAT = 6
const TYPE = 7
const DOCUMENT = 9

/** Between two pauses, in which others are answered: so many characters, which is about a millisecond. */
const STRETCH = 150_000
/** To come to an item or a value takes about as long as so many characters. */
const STEP = 50
/** A text or bytes are cut into pieces of this length. */
const PIECE = 50_000

/** As much of Yjs' structures as is read here; none of it is in Yjs' public types. */
interface ItemLike {
  deleted: boolean
  right: ItemLike | null
  content: ContentLike
}
interface ContentLike {
  getRef(): number
  getContent(): unknown[]
  str?: string
  type?: TypeLike
  key?: string
  value?: unknown
  doc?: { guid: string }
}
interface TypeLike {
  _start: ItemLike | null
  _map: Map<string, ItemLike>
  nodeName?: unknown
}

type Steps<T = void> = Generator<void, T>

export function contentHash(doc: Y.Doc): string {
  const steps = hashSteps(doc)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** Gives the hash at the end; yields after each stretch of work. The document must not change in between. */
export function* hashSteps(doc: Y.Doc): Steps<string> {
  const pace = new Pace(STRETCH)
  const roots = new Sum()
  for (const [name, type] of doc.share) {
    const root = new Digest(pace)
    yield* addText(root, name)
    // Roots that were only asked for and never written are empty, and count as not there.
    const isThere = yield* addType(root, type as unknown as TypeLike)
    if (isThere) roots.add(root.ends)
  }
  const { a, b } = roots.ends
  return [a, b].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Gives whether there is anything in it. */
function* addType(digest: Digest, { _map, _start }: TypeLike): Steps<boolean> {
  const hasEntries = yield* addEntries(digest, _map)
  let isEmpty = true
  digest.add(MARKS.list)
  const formats = new Formats()
  for (let item = _start; item !== null; item = item.right) {
    if (digest.pace.isTimeAfter(STEP)) yield
    if (item.deleted) continue
    if (item.content.getRef() === FORMAT) yield* setFormat(formats, item.content, digest.pace)
    else {
      isEmpty = false
      formats.tell(digest)
      yield* addContent(digest, item.content)
    }
  }
  digest.add(MARKS.end)
  return hasEntries || !isEmpty
}

function* addEntries(digest: Digest, entries: TypeLike['_map']): Steps<boolean> {
  const sum = new Sum()
  let isEmpty = true
  for (const [key, item] of entries) {
    if (digest.pace.isTimeAfter(STEP)) yield
    if (item.deleted) continue
    isEmpty = false
    const entry = yield* entryFor(key, digest.pace)
    yield* addContent(entry, item.content)
    sum.add(entry.ends)
  }
  digest.add(MARKS.entries)
  digest.addEnds(sum.ends)
  return !isEmpty
}

function* entryFor(key: string, pace: Pace): Steps<Digest> {
  const entry = new Digest(pace)
  yield* addText(entry, key)
  entry.add(MARKS.end)
  return entry
}

function* setFormat(formats: Formats, { key = '', value }: ContentLike, pace: Pace): Steps {
  // JSON has no word for a number without an end: where it is written again, it is null.
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return formats.end(key)
  const format = yield* entryFor(key, pace)
  yield* addValue(format, value)
  formats.begin(key, format.ends)
}

function* addContent(digest: Digest, content: ContentLike): Steps {
  const kind = content.getRef()
  // Where a text is cut into items differs from peer to peer; its characters do not.
  if (kind === STRING) return yield* addText(digest, content.str ?? '')
  if (kind === TYPE && content.type !== undefined) return yield* addInner(digest, content.type)
  for (const part of partsOf(kind, content)) {
    digest.add(MARKS.content + kind)
    yield* addValue(digest, part)
  }
}

function* addInner(digest: Digest, type: TypeLike): Steps {
  digest.add(MARKS.node)
  if (typeof type.nodeName === 'string') yield* addText(digest, type.nodeName)
  yield* addType(digest, type)
}

function* addValue(digest: Digest, value: unknown): Steps {
  if (digest.pace.isTimeAfter(STEP)) yield
  if (typeof value === 'string') {
    digest.add(MARKS.text)
    yield* addText(digest, value)
  } else if (value instanceof Uint8Array) {
    digest.add(MARKS.bytes)
    yield* addBytes(digest, value)
  } else if (Array.isArray(value)) {
    digest.add(MARKS.list)
    for (const each of value) yield* addValue(digest, each)
  } else if (typeof value === 'object' && value !== null) yield* addFields(digest, value)
  else {
    digest.add(MARKS.plain)
    digest.addText(plain(value))
  }
  digest.add(MARKS.end)
}

function* addFields(digest: Digest, fields: object): Steps {
  const sum = new Sum()
  // To list the values as well takes four times as long, and cannot be done in turns.
  for (const key of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[key] // what has keys can be asked for them
    // JSON leaves such a field out, and a copy does not have it.
    if (value === undefined) continue
    const entry = yield* entryFor(key, digest.pace)
    yield* addValue(entry, value)
    sum.add(entry.ends)
  }
  digest.add(MARKS.entries)
  digest.addEnds(sum.ends)
}

function* addText(digest: Digest, text: string): Steps {
  for (let at = 0; at < text.length; at += PIECE) {
    const end = Math.min(at + PIECE, text.length)
    digest.addText(text, at, end)
    if (digest.pace.isTimeAfter(end - at)) yield
  }
}

function* addBytes(digest: Digest, bytes: Uint8Array): Steps {
  for (let at = 0; at < bytes.length; at += PIECE) {
    const end = Math.min(at + PIECE, bytes.length)
    digest.addBytes(bytes, at, end)
    if (digest.pace.isTimeAfter(end - at)) yield
  }
}

/**
 * How the text is formatted where the walk has come to. Copies drop marks that change nothing, each in its own time; so
 * the marks themselves do not count, but what they do to the next character. Only their sum is told: to tell all that
 * are in force, wherever one of them changes, would be their number times the number of changes.
 */
class Formats {
  readonly #inForce = new Map<string, Ends>()
  readonly #sum = new Sum()
  #told: Ends = { a: 0, b: 0 }

  begin(key: string, format: Ends): void {
    this.end(key)
    this.#inForce.set(key, format)
    this.#sum.add(format)
  }

  end(key: string): void {
    const format = this.#inForce.get(key)
    if (format === undefined) return
    this.#inForce.delete(key)
    this.#sum.subtract(format)
  }

  /** Adds the formats, if they are others than those told last. */
  tell(digest: Digest): void {
    if (this.#sum.equals(this.#told)) return
    this.#told = this.#sum.ends
    digest.add(MARKS.formatted)
    digest.addEnds(this.#told)
  }
}

function partsOf(kind: number, content: ContentLike): unknown[] {
  if (kind === FORMAT) return [content.key, content.value]
  return kind === DOCUMENT ? [content.doc?.guid] : content.getContent()
}

/** Values travel as JSON in part, which has no other word for what is missing and for what is no number. */
function plain(value: unknown): string {
  if (typeof value === 'bigint') return `bigint ${value}`
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'boolean' ? String(value) : 'null'
}
