/** Where a thread hangs in an assessment: positions in the editor ⇄ Yjs relative positions that survive other people's edits. */
import type { Anchor } from '@briefboard/board'
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'

/** Positions as ProseMirror counts them. */
export interface Range {
  from: number
  to: number
}

type Parent = Y.XmlFragment | Y.XmlElement
type Node = Parent | Y.XmlText

interface Place {
  type: Node
  index: number
}

/** Nodes of the editor's schema that have no inside. */
const LEAVES: ReadonlySet<string> = new Set(['citation', 'hardBreak'])

/**
 * The start holds to what follows it, the end to what precedes it, so words typed at either edge stay outside.
 * The sizes are counted here and not taken from y-tiptap, whose own mapping takes the document's first word for a lost position.
 */
export function anchorAt(fragment: Y.XmlFragment, { from, to }: Range, quote: string): Anchor {
  const start = placeAt(fragment, from, 'after')
  const end = placeAt(fragment, to, 'before')
  return { start: encode(start, 0), end: encode(end, -1), quote }
}

/** Null where nothing is left of the text between both ends: the anchor is detached. */
export function rangeOf(fragment: Y.XmlFragment, anchor: Anchor): Range | null {
  const from = positionOf(fragment, anchor.start)
  const to = positionOf(fragment, anchor.end)
  return from === null || to === null || from >= to ? null : { from, to }
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
  for (let node: Node = place.type; node !== fragment; ) {
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

const isNode = (type: unknown): type is Node => type instanceof Y.XmlFragment || type instanceof Y.XmlText

function parentOf(node: Node): Parent | null {
  if (node._item === null || node._item.deleted) return null
  return node.parent instanceof Y.XmlFragment ? node.parent : null
}

const childrenOf = (parent: Node): Node[] => (parent instanceof Y.XmlText ? [] : parent.toArray().filter((node): node is Y.XmlElement | Y.XmlText => !(node instanceof Y.XmlHook)))
const sizeOfAll = (nodes: readonly Node[]): number => nodes.reduce((sum, node) => sum + sizeOf(node), 0)

function sizeOf(node: Node): number {
  if (node instanceof Y.XmlText) return node.length
  if (node instanceof Y.XmlElement && LEAVES.has(node.nodeName)) return 1
  return 2 + sizeOfAll(childrenOf(node))
}
