/** A text as a ProseMirror document. */
import { Fragment, type Node, type Schema } from 'prosemirror-model'
import { PARAGRAPH, type BlockFormat } from '../block-format.ts'
import type { Marks } from '../marks.ts'
import { readText, type Inline, type ReadLimits } from '../read.ts'
import type { TextItems } from '../units.ts'
import { BLOCK, BREAK, FOREIGN, marksFor, type EmbedNodes } from './schema.ts'

/** There is more in a text than whoever asked for it can do with. */
export class TextTooLarge extends Error {
  override name = 'TextTooLarge'
}

/** Never without a block: somebody must be able to put a cursor somewhere. @throws TextTooLarge */
export function documentOf(text: TextItems, schema: Schema, embeds: EmbedNodes, limits?: ReadLimits): Node {
  const { blocks, isWhole } = readText(text, limits)
  if (!isWhole) throw new TextTooLarge()
  const nodes = blocks.map(({ format, content }) => blockNode(schema, format, inlineNodes(content, schema, embeds)))
  return schema.topNodeType.create(null, nodes.length > 0 ? nodes : [blockNode(schema, PARAGRAPH)])
}

export const blockNode = (schema: Schema, format: BlockFormat, content: readonly Node[] = []): Node =>
  schema.node(BLOCK, { ...format }, Fragment.from(content))

function inlineNodes(content: readonly Inline[], schema: Schema, embeds: EmbedNodes): Node[] {
  return content.flatMap((inline) => {
    switch (inline.kind) {
      case 'letters':
        return letterNodes(schema, inline.letters, inline.marks)
      case 'embed':
        return [embedNode(schema, embeds, inline.embed, inline.marks)]
      case 'foreign':
        return foreignNodes(schema, inline.words, inline.units, inline.marks)
      default:
        return inline satisfies never
    }
  })
}

/** A line break is a letter in the text and a node in the document. */
export function letterNodes(schema: Schema, letters: string, marks: Readonly<Marks>): Node[] {
  const made = marksFor(schema, marks)
  const nodes: Node[] = []
  letters.split('\n').forEach((line, at) => {
    if (at > 0) nodes.push(schema.node(BREAK, null, undefined, made))
    if (line !== '') nodes.push(schema.text(line, made))
  })
  return nodes
}

export function embedNode(schema: Schema, embeds: EmbedNodes, embed: unknown, marks: Readonly<Marks>): Node {
  const node = embeds.nodeFor(embed, schema)
  if (node !== null) return node.mark(marksFor(schema, marks))
  const kept = typeof embed === 'object' && embed !== null ? embed : null
  return foreignNode(schema, { words: '', embed: kept }, marks)
}

/** One for each unit, so that places agree. */
export const foreignNodes = (schema: Schema, words: string, units: number, marks: Readonly<Marks>): Node[] =>
  Array.from({ length: units }, (_, at) => foreignNode(schema, { words: at === 0 ? words : '', embed: null }, marks))

const foreignNode = (schema: Schema, attributes: { words: string; embed: object | null }, marks: Readonly<Marks>) =>
  schema.node(FOREIGN, attributes, undefined, marksFor(schema, marks))
