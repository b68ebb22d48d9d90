/** Where a thread hangs in an assessment: positions in the editor ⇄ Yjs relative positions that survive other people's edits. */
import type { Anchor } from '@briefboard/board'
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { childrenOf, findWords, isNode, sizeOf, type Parent, type Range, type SharedNode } from './shared-text.ts'

interface Place {
  type: SharedNode
  index: number
}

/**
 * The start holds to what follows it, the end to what precedes it, so words typed at either edge stay outside.
 * The sizes are counted here and not taken from y-tiptap, whose own mapping takes the document's first word for a lost position.
 */
export function anchorAt(fragment: Y.XmlFragment, { from, to }: Range, quote: string): Anchor {
  const start = placeAt(fragment, from, 'after')
  const end = placeAt(fragment, to, 'before')
  return { start: encode(start, 0), end: encode(end, -1), quote }
}

/**
 * Null where nothing is left of the text between both ends: the anchor is detached. Its very words may stand there all
 * the same, under new identities: somebody has undone the deletion, or has split or joined paragraphs.
 */
export function rangeOf(fragment: Y.XmlFragment, anchor: Anchor): Range | null {
  const from = positionOf(fragment, anchor.start)
  const to = positionOf(fragment, anchor.end)
  if (from !== null && to !== null && from < to) return { from, to }
  return wordsAgain(fragment, anchor.quote, from ?? to)
}

/** Shorter words say too little to be known again by themselves. */
const TELLING_LENGTH = 12

/** Where the quotation stands at the very place where it was lost; or anywhere, if it is long enough and stands only once. */
function wordsAgain(fragment: Y.XmlFragment, quote: string, lostAt: number | null): Range | null {
  const found = findWords(fragment, quote)
  const here = found.find(({ from, to }) => lostAt !== null && from <= lostAt && lostAt <= to)
  const only = found.length === 1 && quote.length >= TELLING_LENGTH ? found[0] : undefined
  return here ?? only ?? null
}

function encode({ type, index }: Place, assoc: 0 | -1): string {
  return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(type, index, assoc)))
}

/** Between two neighbours both would do: `side` says whether the place belongs to the one before or the one after. */
function placeAt(parent: Parent, offset: number, side: 'before' | 'after'): Place {
  const children = childrenOf(parent)
  let rest = offset
  for (const [index, child] of children.entries()) {
    const size = sizeOf(child)
    const isLast = index === children.length - 1
    if (child instanceof Y.XmlText) {
      if (rest < size || (rest === size && (side === 'before' || isLast))) return { type: child, index: rest }
    } else {
      if (rest === 0) return { type: parent, index }
      if (rest === size && side === 'before') return { type: parent, index: index + 1 }
      if (rest < size) return placeAt(child, rest - 1, side)
    }
    rest -= size
  }
  return { type: parent, index: children.length }
}

function positionOf(fragment: Y.XmlFragment, encoded: string): number | null {
  const place = decode(fragment, encoded)
  if (place === null) return null
  let position = place.type instanceof Y.XmlText ? place.index : sizeOfAll(childrenOf(place.type).slice(0, place.index))
  for (let node: SharedNode = place.type; node !== fragment;) {
    const parent = parentOf(node)
    if (parent === null) return null
    const siblings = childrenOf(parent)
    position += sizeOfAll(siblings.slice(0, siblings.indexOf(node))) + (node instanceof Y.XmlText ? 0 : 1)
    node = parent
  }
  return position
}

/** Null for what is no position at all, and for one in text that is gone. */
function decode(fragment: Y.XmlFragment, encoded: string): Place | null {
  if (fragment.doc === null) return null
  try {
    const relative = Y.decodeRelativePosition(fromBase64(encoded))
    const found = Y.createAbsolutePositionFromRelativePosition(relative, fragment.doc)
    return found !== null && isNode(found.type) ? { type: found.type, index: found.index } : null
  } catch {
    return null // written by a broken client: as good as gone
  }
}

function parentOf(node: SharedNode): Parent | null {
  if (node._item === null || node._item.deleted) return null
  return node.parent instanceof Y.XmlFragment ? node.parent : null
}

const sizeOfAll = (nodes: readonly SharedNode[]): number => nodes.reduce((sum, node) => sum + sizeOf(node), 0)
