/** Places in a document as Yjs relative positions, which stay with their letters whatever others write; and back. */
import type { Node } from 'prosemirror-model'
import type { Selection } from 'prosemirror-state'
import * as Y from 'yjs'
import { beginsUnmarked } from '../read.ts'
import { unitsBefore } from './stretch.ts'

export interface Stood {
  anchor: Y.RelativePosition
  head: Y.RelativePosition
}

/** `side`: with which of its two neighbours the place goes when something is written between them. */
export function relativeAt(text: Y.Text, doc: Node, position: number, side: 'before' | 'after'): Y.RelativePosition {
  const units = unitsBefore(doc, position) - (beginsUnmarked(text) ? 1 : 0)
  return Y.createRelativePositionFromTypeIndex(text, Math.max(0, units), side === 'before' ? -1 : 0)
}

/** Where somebody stands, as their own editor has it: behind a letter, or around what is selected. */
export function selectionAt(text: Y.Text, doc: Node, { anchor, head, empty }: Selection): Stood {
  const place = (position: number, other: number): Y.RelativePosition =>
    relativeAt(text, doc, position, empty || position > other ? 'before' : 'after')
  return { anchor: place(anchor, head), head: place(head, anchor) }
}

/** Null for what is no position in this text. `relative` may be its JSON. Never throws. */
export function positionOf(text: Y.Text, doc: Node, relative: unknown): number | null {
  const unit = unitOf(text, relative)
  return unit === null ? null : positionAt(doc, unit + (beginsUnmarked(text) ? 1 : 0))
}

function unitOf(text: Y.Text, relative: unknown): number | null {
  if (text.doc === null) return null
  try {
    const position = Y.createRelativePositionFromJSON(relative)
    const found = Y.createAbsolutePositionFromRelativePosition(position, text.doc)
    return found?.type === text ? found.index : null
  } catch {
    return null // written by another program: as good as gone
  }
}

/** Behind so many units, each block's marker counted, where letters can be put. */
export function positionAt(doc: Node, units: number): number | null {
  let rest = Math.max(1, units)
  let start = 0
  for (let block = 0; block < doc.childCount; block++) {
    const node = doc.child(block)
    if (rest <= node.content.size + 1) return start + rest
    rest -= node.content.size + 1
    start += node.nodeSize
  }
  return null
}
