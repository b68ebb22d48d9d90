/** What the keys and buttons of an editor do with blocks. */
import type { Node } from 'prosemirror-model'
import { TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import { DEEPEST_INDENT, isSameFormat, type BlockFormat, type BlockKind } from '../block-format.ts'
import { blockNode } from './from-text.ts'
import { formatOf } from './schema.ts'

interface Block {
  node: Node
  format: BlockFormat
  /** In front of it. */
  start: number
  index: number
}

/** Those that the selection touches; one of a kind that this version does not know is never changed. */
export function blocksIn({ doc, selection }: EditorState): Block[] {
  const blocks: Block[] = []
  doc.nodesBetween(selection.from, selection.to, (node, start, _, index) => {
    if (node.isTextblock) blocks.push({ node, format: formatOf(node), start, index })
    return false
  })
  return blocks
}

const isList = ({ kind }: BlockFormat): boolean => kind === 'bullet' || kind === 'ordered'

/** Gives each selected block another format; null where nothing would change. */
function formatted(state: EditorState, change: (format: BlockFormat) => BlockFormat): Transaction | null {
  const tr = state.tr
  for (const { format, start } of blocksIn(state)) {
    const next = change(format)
    if (format.kind !== 'unknown' && !isSameFormat(format, next)) tr.setNodeMarkup(start, undefined, { ...next })
  }
  return tr.docChanged ? tr : null
}

const command =
  (make: (state: EditorState) => Transaction | null): Command =>
  (state, dispatch) => {
    const tr = make(state)
    if (tr !== null) dispatch?.(tr.scrollIntoView())
    return tr !== null
  }

/** Whether all selected blocks are of a kind. */
export const hasKind = (state: EditorState, kind: BlockKind, level?: 2 | 3): boolean =>
  blocksIn(state).every(({ format }) => format.kind === kind && (level === undefined || format.level === level))

export const isQuoted = (state: EditorState): boolean => blocksIn(state).every(({ format }) => format.quote)

/** Makes them of that kind; or paragraphs again, where all of them are. */
export const toggleKind = (kind: Exclude<BlockKind, 'unknown'>, level: 2 | 3 = 2): Command =>
  command((state) => {
    const isSo = hasKind(state, kind, kind === 'heading' ? level : undefined)
    return formatted(state, (format) => withKind(format, isSo ? 'paragraph' : kind, level))
  })

/** A list's depth and number go with the list. */
function withKind(format: BlockFormat, kind: BlockKind, level: 2 | 3): BlockFormat {
  const isNowList = kind === 'bullet' || kind === 'ordered'
  return { ...format, kind, level, indent: isNowList ? format.indent : 0, start: null }
}

export const toggleQuote: Command = command((state) => {
  const isSo = isQuoted(state)
  return formatted(state, (format) => ({ ...format, quote: !isSo }))
})

/** Only in lists, and not deeper than one below the item before. */
export const indent: Command = command((state) => {
  const [first] = blocksIn(state)
  if (first === undefined || !isList(first.format)) return null
  const before = first.index === 0 ? null : formatOf(state.doc.child(first.index - 1))
  const deepest = before === null ? 0 : isList(before) ? before.indent + 1 : before.indent
  if (first.format.indent >= deepest) return null
  return formatted(state, (format) => ({ ...format, indent: Math.min(format.indent + 1, DEEPEST_INDENT), start: null }))
})

export const outdent: Command = command((state) =>
  formatted(state, (format) => (format.indent === 0 ? format : { ...format, indent: format.indent - 1, start: null })),
)

/** Whether Tab belongs to the text here, and not to the page. */
export const isInList = (state: EditorState): boolean => blocksIn(state).some(({ format }) => isList(format))

function cursorIn(state: EditorState): (Block & { offset: number }) | null {
  const { selection } = state
  if (!(selection instanceof TextSelection) || selection.$cursor === null) return null
  const [block] = blocksIn(state)
  return block === undefined ? null : { ...block, offset: selection.$cursor.parentOffset }
}

/** Another line of the same kind; a heading is followed by a paragraph, and an empty item ends its list. */
export const newBlock: Command = command((state) => {
  if (!state.selection.empty) {
    const tr = state.tr.deleteSelection()
    const next = state.apply(tr)
    const cursor = cursorIn(next)
    return cursor === null ? null : splitAt(tr, cursor)
  }
  const cursor = cursorIn(state)
  if (cursor === null) return null
  const { node, format, start } = cursor
  if (node.content.size === 0) {
    const plainer = lessOf(format)
    if (plainer !== null && (isList(format) || format.quote || format.indent > 0))
      return state.tr.setNodeMarkup(start, undefined, { ...plainer })
  }
  return splitAt(state.tr, cursor)
})

function splitAt(tr: Transaction, { node, format, start, offset }: Block & { offset: number }): Transaction {
  const next: BlockFormat = { ...format, ...(format.kind === 'heading' && { kind: 'paragraph' }), start: null }
  // The block itself goes on; what hangs on it stays with its words.
  if (offset === 0 && node.content.size > 0) {
    const before =
      format.kind === 'heading' || format.kind === 'unknown'
        ? { ...format, kind: 'paragraph' as const, name: null }
        : format
    tr.insert(start, blockNode(tr.doc.type.schema, before))
    const moved = start + 2
    if (format.start !== null) tr.setNodeMarkup(moved, undefined, { ...format, start: null })
    return tr.setSelection(TextSelection.create(tr.doc, moved + 1))
  }
  const isAtEnd = offset === node.content.size
  const after = isAtEnd && format.kind === 'heading' ? next : { ...format, start: null }
  return tr.split(start + 1 + offset, 1, [{ type: node.type, attrs: { ...after } }])
}

/** What a key that takes something away makes of a block before it takes its border; null if nothing is left to take. */
function lessOf(format: BlockFormat): BlockFormat | null {
  if (format.kind === 'unknown') return null
  if (isList(format) && format.indent > 0) return { ...format, indent: format.indent - 1, start: null }
  if (format.kind !== 'paragraph') return { ...format, kind: 'paragraph', start: null }
  if (format.indent > 0) return { ...format, indent: format.indent - 1 }
  return format.quote ? { ...format, quote: false } : null
}

/** At the beginning of a block: makes it plainer, and then joins it with the one before. */
export const joinBefore: Command = command((state) => {
  const cursor = cursorIn(state)
  if (cursor === null || cursor.offset > 0) return null
  const { format, start, index } = cursor
  const plainer = lessOf(format)
  if (plainer !== null) return state.tr.setNodeMarkup(start, undefined, { ...plainer })
  if (index === 0) return null
  return joined(state.tr, start)
})

/** At the end of a block: joins the next one to it. */
export const joinAfter: Command = command((state) => {
  const cursor = cursorIn(state)
  if (cursor === null || cursor.offset < cursor.node.content.size) return null
  const after = cursor.start + cursor.node.nodeSize
  return after >= state.doc.content.size ? null : joined(state.tr, after)
})

/** At the border between two blocks. Where the first is empty it goes, and the second stays what it is. */
function joined(tr: Transaction, border: number): Transaction | null {
  const before = tr.doc.resolve(border).nodeBefore
  const after = tr.doc.resolve(border).nodeAfter
  if (before === null || after === null) return null
  if (formatOf(before).kind === 'unknown' || formatOf(after).kind === 'unknown') return null
  return before.content.size === 0 ? tr.delete(border - before.nodeSize, border) : tr.join(border)
}

/** Moves the selected blocks past their neighbour. */
export const moveBlocks = (way: 'up' | 'down'): Command =>
  command((state) => {
    const blocks = blocksIn(state)
    const [first, last] = [blocks[0], blocks.at(-1)]
    if (first === undefined || last === undefined) return null
    const end = last.start + last.node.nodeSize
    const neighbour = way === 'up' ? state.doc.resolve(first.start).nodeBefore : state.doc.resolve(end).nodeAfter
    if (neighbour === null || [...blocks.map(({ node }) => node), neighbour].some(cannotBePutAnew)) return null
    const { anchor, head } = state.selection
    const moved = blocks.map(({ node }) => node)
    const tr = state.tr.delete(first.start, end)
    const to = way === 'up' ? first.start - neighbour.nodeSize : first.start + neighbour.nodeSize
    tr.insert(to, moved)
    const by = to - first.start
    return tr.setSelection(TextSelection.between(tr.doc.resolve(anchor + by), tr.doc.resolve(head + by)))
  })

/** It holds what this version cannot write. */
const cannotBePutAnew = (block: Node): boolean =>
  formatOf(block).kind === 'unknown' ||
  block.children.some(({ type, attrs }) => type.name === 'foreign' && attrs['embed'] === null)

export const insertBreak: Command = (state, dispatch) => {
  const node = state.schema.nodes['hardBreak']
  if (node === undefined) return false
  dispatch?.(state.tr.replaceSelectionWith(node.create()).scrollIntoView())
  return true
}
