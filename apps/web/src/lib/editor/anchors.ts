/** Where a thread hangs in an assessment: positions in the editor ⇄ Yjs relative positions that survive other people's edits. */
import type { Anchor } from '@briefboard/board'
import { positionOf, relativeAt } from '@briefboard/text/editor'
import type { Node } from '@tiptap/pm/model'
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { findWords, type Range, type Words } from './words.ts'

/** The start holds to what follows it, the end to what precedes it, so words typed at either edge stay outside. */
export function anchorAt(text: Y.Text, doc: Node, { from, to }: Range, quote: string): Anchor {
  return {
    start: encode(relativeAt(text, doc, from, 'after')),
    end: encode(relativeAt(text, doc, to, 'before')),
    quote,
  }
}

const encode = (position: Y.RelativePosition): string => toBase64(Y.encodeRelativePosition(position))

/** Where an anchor leads; or, where nothing is left of the text between both ends, where that was lost, if it is known. */
export type Stand = { range: Range } | { range: null; lostAt: number | null }

export function standOf(text: Y.Text, doc: Node, anchor: Anchor): Stand {
  const [from, to] = [anchor.start, anchor.end].map((end) => positionOfAnchor(text, doc, end))
  if (typeof from === 'number' && typeof to === 'number' && from < to) return { range: { from, to } }
  return { range: null, lostAt: from ?? to ?? null }
}

function positionOfAnchor(text: Y.Text, doc: Node, encoded: string): number | null {
  try {
    return positionOf(text, doc, Y.relativePositionToJSON(Y.decodeRelativePosition(fromBase64(encoded))))
  } catch {
    return null // written by a broken client: as good as gone
  }
}

/** Shorter words say too little to be known again by themselves. */
const TELLING_LENGTH = 12

/**
 * The very words of a lost anchor may stand there all the same, under new identities: somebody has undone the deletion, or
 * has moved them. Gives where the quotation stands at the very place where it was lost; or anywhere, if it is long enough
 * and stands only once. Null: the anchor is detached.
 */
export function wordsAgain(words: Words, quote: string, lostAt: number | null): Range | null {
  let first: Range | null = null
  let isOnly = quote.length >= TELLING_LENGTH
  for (const range of findWords(words, quote)) {
    if (lostAt !== null && range.from <= lostAt && lostAt <= range.to) return range
    if (first !== null) isOnly = false
    first ??= range
    if (!isOnly && (lostAt === null || range.from > lostAt)) return null
  }
  return isOnly ? first : null
}
