/**
 * The tree of an assessment of schema 1 as what stands in a flat text, in order. Each letter, block and citation is made of
 * an item of the tree and keeps its identity. Never drops a word: what this version does not know gives its words, and what
 * it was stays beside them. (decision 0032)
 */
import { DEEPEST_INDENT, isSafeLink, PARAGRAPH, type BlockFormat } from '@briefboard/text'
import * as Y from 'yjs'
import { contentsOf, entriesOf, itemsOf, type Shared } from '../items.ts'
import { levelOf, startOf } from '../old-assessment.ts'
import { plainValue } from '../plain-value.ts'
import type { Steps } from '../steps.ts'

/** One item of the new text. */
export interface Piece {
  /** Whose author it has. */
  from: Y.Item
  /** It takes the identity of `from`; else it needs one of its own. */
  isSame: boolean
  content: Y.Item['content']
  /** Of a block's marker, what it says; keys that the old element has under other names go with it. */
  entries: readonly (readonly [key: string, value: unknown])[]
}

/** The keys of a marker that a block's format is written under: an old attribute of such a name said something else. */
export const FORMAT_KEYS: ReadonlySet<string> = new Set(['type', 'level', 'indent', 'quote', 'start'])

interface Course {
  pieces: Piece[]
  /** How many there were when others had their turn last. */
  rested: number
}

const PIECES_A_STEP = 500

/** Where blocks go: `own` is the list item that they begin, until something has taken it. */
interface Place {
  own: { format: BlockFormat; item: Y.Item } | null
  inner: BlockFormat
}

export function* treeAsText(root: Shared): Steps<Piece[]> {
  const course: Course = { pieces: [], rested: 0 }
  yield* blocksIn(root, { own: null, inner: PARAGRAPH }, course)
  return course.pieces
}

/** `isLoose`: whether what stands here without a paragraph has got one. */
function* blocksIn(parent: Shared, place: Place, course: Course, isLoose = false): Steps<void> {
  const formats = new Map<string, Y.Item>()
  for (const item of itemsOf(parent)) {
    if (item === null) {
      yield
      continue
    }
    const type = item.content instanceof Y.ContentType ? item.content.type : null
    if (type instanceof Y.XmlElement && !isInline(type)) {
      closeFormats(formats, course)
      isLoose = false
      yield* block(item, type, place, course)
      continue
    }
    if (!isLoose && !(item.content instanceof Y.ContentFormat)) {
      addMarker(take(place), { item, isSame: type instanceof Y.Text }, course)
      isLoose = true
    }
    yield* inline(item, formats, course)
  }
  closeFormats(formats, course)
}

const isInline = ({ nodeName }: Y.XmlElement): boolean => nodeName === 'hardBreak' || nodeName === 'citation'

/** The first block of a list's item is the item itself. */
function take(place: Place): BlockFormat {
  const format = place.own?.format ?? place.inner
  place.own = null
  return format
}

/** What is no paragraph cannot be the item itself. */
function begin(place: Place, course: Course): BlockFormat {
  if (place.own !== null) addMarker(place.own.format, { item: place.own.item, isSame: true }, course)
  place.own = null
  return place.inner
}

function* block(item: Y.Item, element: Y.XmlElement, place: Place, course: Course): Steps<void> {
  if (course.pieces.length - course.rested > PIECES_A_STEP) {
    course.rested = course.pieces.length
    yield
  }
  const at = { item, isSame: true }
  switch (element.nodeName) {
    case 'paragraph':
      addMarker(take(place), at, course)
      return yield* inlinesIn(element, course)
    case 'heading': {
      const isItem = place.own !== null
      const format = take(place)
      addMarker(isItem ? format : { ...format, kind: 'heading', level: levelOf(element) }, at, course)
      return yield* inlinesIn(element, course)
    }
    case 'bulletList':
    case 'orderedList':
      return yield* list(element, begin(place, course), course)
    case 'blockquote':
      return yield* blocksIn(element, { own: null, inner: { ...begin(place, course), quote: true } }, course)
    case 'listItem':
      return yield* blocksIn(element, place, course)
    default:
      return yield* unknown(at, element, begin(place, course), course)
  }
}

function* list(element: Y.XmlElement, around: BlockFormat, course: Course): Steps<void> {
  const kind = element.nodeName === 'orderedList' ? 'ordered' : 'bullet'
  const inner: BlockFormat = { ...around, indent: Math.min(around.indent + 1, DEEPEST_INDENT) }
  let start = kind === 'ordered' ? (startOf(element) ?? 1) : null
  for (const item of itemsOf(element)) {
    if (item === null) {
      yield
      continue
    }
    const format: BlockFormat = { ...around, kind, start }
    start = null
    const type = item.content instanceof Y.ContentType ? item.content.type : null
    if (type instanceof Y.XmlElement && !isInline(type)) {
      const place: Place = { own: { format, item }, inner }
      yield* blocksIn(type, place, course)
      begin(place, course)
      continue
    }
    addMarker(format, { item, isSame: type instanceof Y.Text }, course)
    const formats = new Map<string, Y.Item>()
    yield* inline(item, formats, course)
    closeFormats(formats, course)
  }
}

/** A block that this version does not know keeps its name; what is in it follows block by block. */
function* unknown(at: At, element: Y.XmlElement, around: BlockFormat, course: Course): Steps<void> {
  const holdsBlocksAlone = [...contentsOf(element, { items: Infinity })].every(isBlock)
  if (!holdsBlocksAlone || isEmpty(element) || hasEntries(element)) {
    addMarker(around, at, course, element.nodeName)
    // Its own words are the marker's; a paragraph begins only behind a block in it.
    return yield* blocksIn(element, { own: null, inner: around }, course, true)
  }
  yield* blocksIn(element, { own: null, inner: around }, course)
}

const isBlock = (content: Y.Item['content'] | null): boolean =>
  content === null ||
  (content instanceof Y.ContentType && content.type instanceof Y.XmlElement && !isInline(content.type))

const isEmpty = (element: Shared): boolean => itemsOf(element).next().done === true
const hasEntries = (element: Shared): boolean => entriesOf(element).next().done !== true

function* inlinesIn(parent: Shared, course: Course): Steps<void> {
  const formats = new Map<string, Y.Item>()
  for (const item of itemsOf(parent)) {
    if (item === null) yield
    else yield* inline(item, formats, course)
  }
  closeFormats(formats, course)
}

function* inline(item: Y.Item, formats: Map<string, Y.Item>, course: Course): Steps<void> {
  const { content } = item
  if (content instanceof Y.ContentFormat) return addFormat(item, content, formats, course)
  if (!(content instanceof Y.ContentType)) return add(item, content, course)
  const { type } = content
  if (type instanceof Y.Text) return yield* inlinesIn(type, course)
  if (!(type instanceof Y.XmlElement)) {
    add(item, new Y.ContentEmbed({ unknown: attributesOf(type) }), course)
    return type._start === null ? undefined : yield* inlinesIn(type, course)
  }
  if (type.nodeName === 'hardBreak') add(item, new Y.ContentString('\n'), course)
  else if (type.nodeName === 'citation') add(item, new Y.ContentEmbed(citationEmbed(type)), course)
  else if (type.nodeName !== 'paragraph' || hasEntries(type))
    add(item, new Y.ContentEmbed({ unknown: { name: type.nodeName, ...attributesOf(type) } }), course)
  yield* inlinesIn(type, course)
}

const add = (from: Y.Item, content: Y.Item['content'], { pieces }: Course): void =>
  void pieces.push({ from, isSame: true, content, entries: [] })

function addFormat(from: Y.Item, content: Y.ContentFormat, formats: Map<string, Y.Item>, course: Course): void {
  const { key } = content
  const value = formatValue(key, content.value)
  if (value === null) formats.delete(key)
  else formats.set(key, from)
  add(from, new Y.ContentFormat(key, value as object), course) // any JSON, whatever its type says
}

/** A format ends with the node in which it began, also where nobody has said so. */
function closeFormats(formats: Map<string, Y.Item>, { pieces }: Course): void {
  for (const [key, from] of formats) {
    pieces.push({ from, isSame: false, content: new Y.ContentFormat(key, null as unknown as object), entries: [] })
  }
  formats.clear()
}

/** Formats of schema 1 are objects of attributes, `{}` where there are none; those of other names stay as they are. */
function formatValue(key: string, value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value !== 'object') return value
  if (key === 'bold' || key === 'italic' || key === 'strike') return true
  const href = key === 'link' && 'href' in value ? value.href : null
  return typeof href === 'string' && isSafeLink(href) ? href : value
}

interface At {
  item: Y.Item
  isSame: boolean
}

function addMarker(format: BlockFormat, { item, isSame }: At, { pieces }: Course, name: string = format.kind): void {
  const { level, indent, quote, start } = format
  const entries = Object.entries({ type: name, level: format.kind === 'heading' ? level : 2, indent, quote, start })
  pieces.push({
    ...{ from: item, isSame },
    content: new Y.ContentType(new Y.Map()),
    // What a paragraph is without saying it is not said.
    entries: entries.filter(([key, value]) => (key === 'type' ? value !== PARAGRAPH.kind : value !== PLAIN[key])),
  })
}

const PLAIN: Record<string, unknown> = { ...PARAGRAPH }

/** One that cannot be read is kept as it is. */
function citationEmbed(node: Y.XmlElement): object {
  const { symbol, paragraph, sub, quotation, quotationHash, ...more } = attributesOf(node)
  const isQuoted = (quotation ?? null) !== null || (quotationHash ?? null) !== null
  return {
    citation: {
      ...{
        symbol,
        paragraph: typeof paragraph === 'string' && /^\d{1,15}$/.test(paragraph) ? Number(paragraph) : paragraph,
      },
      ...((sub ?? null) !== null && sub !== '' ? { sub } : {}),
      ...(isQuoted ? { quotation: { text: quotation, hash: quotationHash } } : {}),
    },
    ...(Object.keys(more).length > 0 ? { more } : {}),
  }
}

/** What stands under its keys, as far as it is plain. */
function attributesOf(node: Shared): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const entry of entriesOf(node)) {
    if (entry === null) continue
    const [name, value] = entry
    const plain = plainValue(value)
    // A text is kept however long it is; what else cannot be copied is no value of JSON.
    const kept = plain.problem === null ? plain.value : typeof value === 'string' ? value : null
    if (kept !== null) attributes[name] = kept
  }
  return attributes
}
