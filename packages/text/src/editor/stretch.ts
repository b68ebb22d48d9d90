/** What stands between two places of a document, as units of the text: the form in which two documents are compared. */
import type { Node } from 'prosemirror-model'
import type { BlockFormat } from '../block-format.ts'
import type { Marks } from '../marks.ts'
import { BREAK, FOREIGN, formatOf, marksOf, type EmbedNodes, type ForeignAttributes } from './schema.ts'

/** What is no letter. */
export type Thing =
  | { kind: 'block'; format: BlockFormat }
  | { kind: 'embed'; embed: object; node: Node }
  /** It is as it is; null where it cannot be put into a text anew. */
  | { kind: 'foreign'; embed: object | null; words: string; node: Node }

export interface Stretch {
  /** A unit each; where a thing stands, some letter. */
  letters: string
  things: ReadonlyMap<number, Thing>
  /** Of each unit; a marker has none. */
  marks: readonly (Readonly<Marks> | null)[]
}

const THING = '\ufffc'

/** How many units lie before a place, if each block has a marker: a place is that, and one more for each block that has ended. */
export function unitsBefore(doc: Node, position: number): number {
  return position - doc.resolve(position).index(0)
}

export function stretchBetween(doc: Node, from: number, to: number, { embedOf }: EmbedNodes): Stretch {
  const pieces: string[] = []
  const things = new Map<number, Thing>()
  const marks: (Readonly<Marks> | null)[] = []
  const add = (letters: string, look: Readonly<Marks> | null): void => {
    pieces.push(letters)
    for (let unit = 0; unit < letters.length; unit++) marks.push(look)
  }
  const addThing = (thing: Thing, look: Readonly<Marks> | null): void => {
    things.set(marks.length, thing)
    add(THING, look)
  }
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isTextblock) {
      if (position >= from) addThing({ kind: 'block', format: formatOf(node) }, null)
      return true
    }
    const look = marksOf(node)
    if (node.isText) add((node.text ?? '').slice(Math.max(0, from - position), to - position), look)
    else if (node.type.name === BREAK) add('\n', look)
    else addThing(thingOf(node, embedOf), look)
    return false
  })
  return { letters: pieces.join(''), things, marks }
}

function thingOf(node: Node, embedOf: EmbedNodes['embedOf']): Thing {
  if (node.type.name === FOREIGN) {
    const { embed, words } = node.attrs as ForeignAttributes // ProseMirror's attributes are not typed.
    return { kind: 'foreign', embed, words, node }
  }
  const embed = embedOf(node)
  return embed === null
    ? { kind: 'foreign', embed: null, words: node.textContent, node }
    : { kind: 'embed', embed, node }
}

/** Whether both units are the same thing, but for how they look: then it stays, and only its look is changed. */
function isSameUnit(a: Stretch, at: number, b: Stretch, bAt: number): boolean {
  const [one, other] = [a.things.get(at), b.things.get(bAt)]
  if (one === undefined || other === undefined)
    return one === other && a.letters.charCodeAt(at) === b.letters.charCodeAt(bAt)
  if (one.kind === 'block' || other.kind === 'block') return one.kind === other.kind
  return one.node.type === other.node.type && one.node.hasMarkup(other.node.type, other.node.attrs, one.node.marks)
}

/** How many units at the beginnings, and at the ends, are the same; a sign of two units is never taken apart. */
export function commonEnds(a: Stretch, b: Stretch): { before: number; after: number } {
  const most = Math.min(a.letters.length, b.letters.length)
  let before = 0
  while (before < most && isSameUnit(a, before, b, before)) before++
  if (
    before > 0 &&
    isFirstHalf(a.letters.charCodeAt(before - 1)) &&
    (before < a.letters.length || before < b.letters.length)
  )
    before--
  let after = 0
  while (after < most - before && isSameUnit(a, a.letters.length - after - 1, b, b.letters.length - after - 1)) after++
  if (after > 0 && isSecondHalf(a.letters.charCodeAt(a.letters.length - after))) after--
  return { before, after }
}

const isFirstHalf = (code: number): boolean => code >= 0xd800 && code <= 0xdbff
const isSecondHalf = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff
