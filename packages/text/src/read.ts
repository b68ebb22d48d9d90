/** The one reading of a text: its blocks in order, each with what stands in it. Never throws, and never writes. */
import type * as Y from 'yjs'
import { PARAGRAPH, readFormat, type BlockFormat } from './block-format.ts'
import { hasSameMarks, readMarks, type Marks } from './marks.ts'
import { unitsOf, type TextItems } from './units.ts'

export type Inline =
  | { kind: 'letters'; letters: string; marks: Readonly<Marks> }
  | { kind: 'embed'; embed: unknown; marks: Readonly<Marks> }
  /** What this version cannot show, so many units of it; `words` are letters in it. */
  | { kind: 'foreign'; words: string; units: number; marks: Readonly<Marks> }

export interface TextBlock {
  format: BlockFormat
  /** Null for what stands before the first marker: a paragraph that nobody has marked. */
  marker: Y.Map<unknown> | null
  content: Inline[]
}

/** How much is read: what lies beyond stays in the text. */
export interface ReadLimits {
  blocks: number
  /** Stretches of letters of one look, line breaks, embeds and what is foreign. */
  inlines: number
  characters: number
  /** Items that are passed, deleted ones and marks of format too. */
  items: number
}

const ALL: ReadLimits = { blocks: Infinity, inlines: Infinity, characters: Infinity, items: Infinity }

export interface Reading {
  blocks: TextBlock[]
  isWhole: boolean
}

/** Reads all of it at once. */
export function readText(text: TextItems, limits: ReadLimits = ALL): Reading {
  const steps = readingSteps(text, limits)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** The same in steps, so that others have their turn. What is changed between two of them is read as it was or as it is. */
export function* readingSteps(text: TextItems, limits: ReadLimits = ALL): Generator<void, Reading> {
  const left = { ...limits }
  const blocks: TextBlock[] = []
  for (const unit of unitsOf(text, left)) {
    if (unit === null) {
      yield
      continue
    }
    if (left.blocks <= 0 || left.inlines <= 0 || left.characters <= 0) return { blocks, isWhole: false }
    if (unit.kind === 'block') {
      left.blocks--
      blocks.push({ format: readFormat(unit.marker), marker: unit.marker, content: [] })
      continue
    }
    if (blocks.length === 0) {
      left.blocks--
      blocks.push({ format: PARAGRAPH, marker: null, content: [] })
    }
    const content = blocks[blocks.length - 1]?.content ?? []
    const marks = readMarks(unit.formats)
    if (unit.kind === 'letters') {
      const letters = lettersWithin(unit.letters, left)
      left.characters -= letters.length
      if (addLetters(content, letters, marks)) left.inlines--
      if (letters.length < unit.letters.length) return { blocks, isWhole: false }
    } else {
      left.inlines--
      if (unit.kind === 'embed') content.push({ kind: 'embed', embed: unit.embed, marks })
      else content.push({ kind: 'foreign', words: unit.words(), units: unit.units, marks })
    }
  }
  return { blocks, isWhole: left.items > 0 }
}

/** As much of them as may still be read; each line break is one of the inlines, which whoever draws makes of it. */
function lettersWithin(letters: string, left: ReadLimits): string {
  const within = letters.slice(0, left.characters)
  if (left.inlines === Infinity) return within
  for (let at = within.indexOf('\n'); at >= 0; at = within.indexOf('\n', at + 1)) {
    if (--left.inlines <= 0) return within.slice(0, at)
  }
  return within
}

/** Letters of one look are one stretch; whether a new one has begun. */
function addLetters(content: Inline[], letters: string, marks: Readonly<Marks>): boolean {
  const last = content.at(-1)
  if (last?.kind === 'letters' && hasSameMarks(last.marks, marks)) {
    last.letters += letters
    return false
  }
  content.push({ kind: 'letters', letters, marks })
  return true
}

/** Whether the text begins with letters or an embed and not with a marker, or is empty. */
export function beginsUnmarked(text: TextItems): boolean {
  for (const unit of unitsOf(text)) {
    if (unit !== null) return unit.kind !== 'block'
  }
  return true
}
