/**
 * A text as ProseMirror has it: one flat row of blocks, so that a place in the document and a place in the text differ only
 * by how many blocks lie before it. What an embed looks like is the product's own, and so are its nodes.
 */
import type { Attrs, MarkSpec, Node, NodeSpec, Schema } from 'prosemirror-model'
import { PARAGRAPH, type BlockFormat } from '../block-format.ts'
import type { Marks } from '../marks.ts'

/** What a node of the product's own stands for in the text, and the other way round. */
export interface EmbedNodes {
  /** Null for an embed that this version cannot show. */
  nodeFor: (embed: unknown, schema: Schema) => Node | null
  /** What the node is written as; null for one that is no embed. */
  embedOf: (node: Node) => object | null
}

export const BLOCK = 'block'
export const BREAK = 'hardBreak'
export const FOREIGN = 'foreign'

/** Attributes of a block node: its format. */
export const blockAttributes: NonNullable<NodeSpec['attrs']> = Object.fromEntries(
  Object.entries(PARAGRAPH).map(([name, value]) => [name, { default: value }]),
)

/** ProseMirror's attributes are not typed; a block's are those of its format. */
export const formatOf = (block: Node): BlockFormat => block.attrs as BlockFormat

/** Of nodes that stand for what this version cannot show: its words, and the embed if it is one and can be put elsewhere. */
export interface ForeignAttributes {
  words: string
  embed: object | null
}

export function marksFor(schema: Schema, marks: Readonly<Marks>) {
  const made = []
  for (const name of ['bold', 'italic', 'strike'] as const) {
    if (marks[name]) made.push(schema.mark(name))
  }
  if (marks.link !== null) made.push(schema.mark('link', { href: marks.link }))
  return made
}

export function marksOf(node: Node): Readonly<Marks> {
  const marks: Marks = { bold: false, italic: false, strike: false, link: null }
  for (const { type, attrs } of node.marks) {
    if (type.name === 'link') marks.link = linkOf(attrs)
    else if (type.name === 'bold' || type.name === 'italic' || type.name === 'strike') marks[type.name] = true
  }
  return marks
}

const linkOf = ({ href }: Attrs): string | null => (typeof href === 'string' ? href : null)

/** A whole document's nodes, for whoever has no nodes of its own. */
export const PLAIN_NODES: Record<string, NodeSpec> = {
  doc: { content: `${BLOCK}+` },
  [BLOCK]: { content: 'inline*', attrs: blockAttributes, group: 'block' },
  text: { group: 'inline' },
  [BREAK]: { group: 'inline', inline: true, selectable: false },
  [FOREIGN]: { group: 'inline', inline: true, atom: true, attrs: { words: { default: '' }, embed: { default: null } } },
}

export const PLAIN_MARKS: Record<string, MarkSpec> = {
  bold: {},
  italic: {},
  strike: {},
  link: { attrs: { href: {} }, inclusive: false },
}
