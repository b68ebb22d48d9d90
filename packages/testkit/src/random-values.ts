/**
 * Nonsense as somebody may write it into a document: every kind of value that Yjs can hold, where another is expected.
 * The same for the same randomness, so that a failing test can be run again.
 */
import * as Y from 'yjs'
import { between, pickFrom, type Random } from './random.ts'

/** Names that mean something to JavaScript, to a page, or to nobody. */
export const ODD_NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'length', 'toJSON'],
  ...['', ' ', '0', '-1', 'none', 'null', 'a', 'a', 'b', 'S/2018/80', 'a/b', '../..', 'card:a', '~', 'x~1'],
  ...[
    '\0',
    '\ud800',
    '\udc00x',
    '\u202e',
    '\ufeff',
    '🏴‍☠️',
    '<script>',
    '"',
    "'",
    '%',
    '#',
    '*[',
    'x'.repeat(64),
    'x'.repeat(300),
  ],
]

const ODD_TEXTS = [
  ...ODD_NAMES,
  ...[
    '2018-01-31',
    '0000-00-00',
    '9999-12-31',
    '2018-13-45',
    '+275760-09-13T00:00:00.000Z',
    '2018-01-31T00:00:00.000Z',
  ],
  ...[
    'zzz',
    'a0',
    'A',
    'critical',
    'severe',
    'red',
    'icd203',
    'approved',
    'USD',
    '1e999',
    'NaN',
    '2015 to 2018',
    '1800',
    '2199',
  ],
  ...['https://example.org', 'line\nline', '\r\n\t', '((((((((', '٣٠٠٠', 'ا'.repeat(50), '𝕏'.repeat(40)],
]

const ODD_NUMBERS = [
  ...[0, -0, 1, -1, 0.1, 3, 13, NaN, Infinity, -Infinity, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE],
  ...[Number.MAX_SAFE_INTEGER, 2 ** 53 + 2, 1e21, 1e-7, -1e15],
]

export interface Sizes {
  /** Of the longest text and byte array. */
  longest: number
  /** Of the longest list and map. */
  most: number
  deepest: number
}

const SMALL: Sizes = { longest: 400, most: 3, deepest: 4 }

/** A value without shared types in it. */
export function randomValue(random: Random, sizes: Sizes = SMALL): unknown {
  return valueAt(random, sizes, 0)
}

function valueAt(random: Random, sizes: Sizes, depth: number): unknown {
  const one = random()
  if (one < 0.35) return randomText(random, sizes)
  if (one < 0.5) return pickFrom(random, ODD_NUMBERS)
  if (one < 0.52) return undefined
  if (one < 0.58) return pickFrom(random, [null, true, false])
  if (one < 0.62) return 2n ** BigInt(between(random, 0, 62))
  if (one < 0.68) return new Uint8Array(between(random, 0, sizes.longest))
  if (one < 0.7) return nested(between(random, 1, 100))
  if (depth >= sizes.deepest) return null
  if (one < 0.85) return listOf(random, sizes, () => valueAt(random, sizes, depth + 1))
  return objectOf(listOf(random, sizes, () => [oddName(random), valueAt(random, sizes, depth + 1)]))
}

export function randomText(random: Random, { longest }: Sizes = SMALL): string {
  const one = random()
  if (one < 0.04) return 'x'.repeat(between(random, 0, longest))
  if (one < 0.06) return '\ud83d\ude00'.repeat(between(random, 0, longest / 2))
  return pickFrom(random, ODD_TEXTS)
}

export const oddName = (random: Random): string => pickFrom(random, ODD_NAMES)

function listOf<T>(random: Random, { most }: Sizes, make: () => T): T[] {
  return Array.from({ length: between(random, 0, most) }, make)
}

/** A key `__proto__` is one of its own here; whoever reads it from bytes has it for the prototype. */
const objectOf = (entries: [string, unknown][]): object => Object.fromEntries(entries)

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let at = 0; at < depth; at++) value = at % 2 === 0 ? [value] : { a: value }
  return value
}

/** The names that a document's readers know, so that nonsense stands where they look. */
export interface Names {
  roots: readonly string[]
  keys: readonly string[]
  nodes: readonly string[]
}

/** Values that fit: what is nearly right goes farther than what is all wrong. */
export type Fitting = (random: Random, key: string) => unknown

export interface Plan {
  names: Names
  fitting?: Fitting
  sizes?: Sizes
}

/**
 * Updates that fill each root with things of every kind: as keys, as nodes and as characters at once, as a wire may bring
 * it. They are given as they were first written: what was read from bytes cannot always be written again.
 */
export const nonsenseUpdates = (random: Random, plan: Plan): Uint8Array[] =>
  ROOT_TYPES.map((open) => {
    const doc = new Y.Doc()
    fillRoots(random, doc, plan, open)
    return Y.encodeStateAsUpdate(doc)
  })

/** A document whose roots were opened as other types than readers expect, as only a program that holds it can. */
export function oddlyOpenedDocument(random: Random, plan: Plan): Y.Doc {
  const doc = new Y.Doc()
  for (const name of plan.names.roots)
    fillRoots(random, doc, { ...plan, names: { ...plan.names, roots: [name] } }, pickFrom(random, ROOT_TYPES))
  return doc
}

const ROOT_TYPES = ['getMap', 'getXmlFragment', 'getArray', 'getText'] as const

function fillRoots(random: Random, doc: Y.Doc, plan: Plan, open: (typeof ROOT_TYPES)[number]): void {
  const course: Course = { ...plan, later: [] }
  doc.transact(() => {
    for (const name of plan.names.roots) fill(random, doc[open](name), course, 0)
    for (const write of course.later) write()
  })
}

interface Course extends Plan {
  /** What Yjs would not take from this program, and takes from bytes: put into objects that it has taken. */
  later: (() => void)[]
}

type Shared = Y.Map<unknown> | Y.Array<unknown> | Y.Text | Y.XmlFragment

function fill(random: Random, type: Shared, plan: Course, depth: number): void {
  const count = between(random, 0, depth === 0 ? 8 : 3)
  for (let at = 0; at < count; at++) {
    const key = keyFor(random, plan)
    if (type instanceof Y.Map) type.set(key, entry(random, plan, depth, key))
    else if (type instanceof Y.Array) type.insert(0, [entry(random, plan, depth, key)])
    else if (type instanceof Y.Text) writeInto(random, type, plan, depth)
    else type.insert(0, [nodeOf(random, plan, depth)])
  }
  if (type instanceof Y.XmlElement) {
    for (const key of plan.names.keys)
      if (random() < 0.2) type.setAttribute(key, taken(valueFor(random, plan, key), plan) as string) // any value may stand there
  }
}

const keyFor = (random: Random, { names }: Course): string =>
  random() < 0.75 ? pickFrom(random, names.keys) : oddName(random)

function valueFor(random: Random, { fitting, sizes }: Plan, key: string): unknown {
  return fitting !== undefined && random() < 0.6 ? fitting(random, key) : randomValue(random, sizes)
}

function entry(random: Random, plan: Course, depth: number, key: string): unknown {
  if (depth < 5 && random() < 0.4) return sharedOf(random, plan, depth)
  return taken(valueFor(random, plan, key), plan)
}

/** Yjs asks a value for its constructor, which an object with a key of that name does not have. */
function taken(value: unknown, { later }: Course): unknown {
  if (value === undefined || typeof value === 'bigint') return [value]
  if (typeof value !== 'object' || value === null || value.constructor === Array || value instanceof Uint8Array)
    return value
  const shell = {}
  later.push(() => {
    for (const [name, inner] of Object.entries(value))
      Object.defineProperty(shell, name, { value: inner, enumerable: true })
  })
  return shell
}

/** A new type with things in it; it can be read only once it stands in a document. */
function sharedOf(random: Random, plan: Course, depth: number): unknown {
  const kind = random()
  if (kind < 0.4) return filled(random, new Y.Map<unknown>(), plan, depth)
  if (kind < 0.6) return filled(random, new Y.Array<unknown>(), plan, depth)
  if (kind < 0.75) return new Y.Text(randomText(random, plan.sizes))
  return nodeOf(random, plan, depth)
}

function nodeOf(random: Random, plan: Course, depth: number): Y.XmlElement | Y.XmlText {
  const kind = random()
  if (kind < 0.35) return filled(random, new Y.XmlText(), plan, depth)
  // A hook is a map among nodes; the list of nodes takes it, its type does not say so.
  if (kind < 0.4) return new Y.XmlHook(oddName(random)) as unknown as Y.XmlElement
  const name = random() < 0.9 ? pickFrom(random, plan.names.nodes) : oddName(random) || 'odd'
  return depth < 40 ? filled(random, new Y.XmlElement(name), plan, depth) : new Y.XmlElement(name)
}

function filled<T extends Shared>(random: Random, type: T, plan: Course, depth: number): T {
  // Fewer with depth, or it would never end.
  if (random() < 1 / (1 + depth / 3)) fill(random, type, plan, depth + 1)
  return type
}

function writeInto(random: Random, type: Y.Text, plan: Course, depth: number): void {
  const one = random()
  const name = pickFrom(random, ['bold', 'italic', ...ODD_NAMES.filter(Boolean)])
  const format = random() < 0.4 ? { [name]: asJson(randomValue(random)) } : {}
  if (one < 0.7) type.insert(0, randomText(random, plan.sizes) || 'x', format)
  else if (one < 0.85) type.insertEmbed(0, { odd: asJson(randomValue(random)) })
  else if (depth < 4) type.insertEmbed(0, embeddedType(random, plan, depth))
}

/** A map as a rule, which may be the marker of a block; any other type can be written among letters too. */
const embeddedType = (random: Random, plan: Course, depth: number): object =>
  random() < 0.6 ? filled(random, new Y.Map<unknown>(), plan, depth + 2) : (sharedOf(random, plan, depth + 2) as object) // it makes nothing but shared types

/** Formats and embedded values travel as JSON. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'null')
