/** What a block is: kept in the marker that stands in front of it, a Y.Map within the text. */
import * as Y from 'yjs'

export type BlockKind = 'paragraph' | 'heading' | 'bullet' | 'ordered' | 'unknown'

export interface BlockFormat {
  kind: BlockKind
  /** How the marker itself calls a kind that this version does not know; null for the known ones. */
  name: string | null
  /** Of a heading. */
  level: 2 | 3
  /** How deep it stands below the list items before it, from 0 to `DEEPEST_INDENT`. */
  indent: number
  /** It stands within a quotation. */
  quote: boolean
  /** With which number an ordered list begins here; null: it goes on, or begins with 1. */
  start: number | null
}

export const DEEPEST_INDENT = 8
const LARGEST_START = 1_000_000
const LONGEST_NAME = 40

export const PARAGRAPH: Readonly<BlockFormat> = {
  kind: 'paragraph',
  name: null,
  level: 2,
  indent: 0,
  quote: false,
  start: null,
}

/** Another key for each thing that people change apart, so that two changes at once do not undo each other. */
const KEYS = { kind: 'type', level: 'level', indent: 'indent', quote: 'quote', start: 'start' } as const
type Changeable = keyof typeof KEYS

const KINDS: ReadonlySet<string> = new Set<BlockKind>(['paragraph', 'heading', 'bullet', 'ordered'])
const isKnown = (kind: unknown): kind is BlockKind => typeof kind === 'string' && KINDS.has(kind)

/** What a marker says; what is no value of a key counts as not there. Never throws. */
export function readFormat(marker: Y.Map<unknown>): BlockFormat {
  const [type, level, indent, start] = [KEYS.kind, KEYS.level, KEYS.indent, KEYS.start].map((key) =>
    entryOf(marker, key),
  )
  const kind = type === undefined ? PARAGRAPH.kind : isKnown(type) ? type : 'unknown'
  return {
    kind,
    name: kind === 'unknown' ? nameOf(type) : null,
    level: level === 3 ? 3 : 2,
    indent: wholeNumber(indent, 0, DEEPEST_INDENT) ?? 0,
    quote: entryOf(marker, KEYS.quote) === true,
    start: wholeNumber(start, 0, LARGEST_START),
  }
}

/** A marker that says so; to be put into a text. */
export const newMarker = (format: BlockFormat): Y.Map<unknown> => new Y.Map(entriesFor(format, PARAGRAPH))

/** Writes what differs, key by key. */
export function writeFormat(marker: Y.Map<unknown>, from: BlockFormat, to: BlockFormat): void {
  for (const [key, value] of entriesFor(to, from)) {
    if (value === undefined) marker.delete(key)
    else marker.set(key, value)
  }
}

export const isSameFormat = (a: BlockFormat, b: BlockFormat): boolean =>
  changeable.every((field) => a[field] === b[field]) && a.name === b.name

const changeable = Object.keys(KEYS) as Changeable[] // Its keys are these.

/** What a paragraph is without saying it is not said. */
const entriesFor = (format: BlockFormat, other: BlockFormat): [key: string, value: unknown][] =>
  changeable
    .filter((field) => format[field] !== other[field])
    .map((field) => [KEYS[field], format[field] === PARAGRAPH[field] ? undefined : format[field]])

/** Of a type that is read as it is: Yjs' own reader copies what it gives. */
function entryOf(marker: Y.Map<unknown>, key: string): unknown {
  const item = marker._map.get(key)
  if (item === undefined || item.deleted) return undefined
  const { content } = item
  return content instanceof Y.ContentAny || content instanceof Y.ContentJSON ? content.arr.at(-1) : content
}

function wholeNumber(value: unknown, least: number, most: number): number | null {
  if (typeof value !== 'number' || !Number.isInteger(value)) return null
  // Added to 0, a zero below zero is none: JSON has no word for it.
  return Math.min(Math.max(value, least), most) + 0
}

const nameOf = (type: unknown): string => (typeof type === 'string' ? type.slice(0, LONGEST_NAME) : '')
