/** Writes an assessment as schema 1 has it: a tree of the elements of the editor of that time, under another root. */
import * as Y from 'yjs'

/** As much of a block as the old form could say; those of packages/board are such. */
export type OldBlock =
  | { type: 'paragraph'; content: readonly OldInline[] }
  | { type: 'heading'; level: 2 | 3; content: readonly OldInline[] }
  | { type: 'list'; ordered: boolean; start?: number; items: readonly (readonly OldBlock[])[] }
  | { type: 'quote'; blocks: readonly OldBlock[] }

export type OldInline = OldText | { type: 'break' } | { type: 'citation'; citation: OldCitation }

interface OldText {
  type: 'text'
  text: string
  bold?: true
  italic?: true
}

interface OldCitation {
  symbol: string
  paragraph: number
  sub?: string | undefined
  quotation?: { text: string; hash: string } | undefined
}

export const oldAssessmentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment('assessment')

/** Writes behind whatever the document holds. */
export function writeOldAssessment(doc: Y.Doc, blocks: readonly OldBlock[]): void {
  doc.transact(() => oldAssessmentOf(doc).push(blocks.map(blockElement)))
}

/** A paragraph of these words, as a page of that time writes one. */
export const oldParagraph = (words: string): Y.XmlElement => element('paragraph', [new Y.XmlText(words)])

function blockElement(block: OldBlock): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return element('paragraph', inlineNodes(block.content))
    case 'heading':
      return withAttributes(element('heading', inlineNodes(block.content)), { level: block.level })
    case 'list': {
      const items = block.items.map((item) => element('listItem', item.map(blockElement)))
      return withAttributes(element(block.ordered ? 'orderedList' : 'bulletList', items), { start: block.start })
    }
    case 'quote':
      return element('blockquote', block.blocks.map(blockElement))
    default:
      return block satisfies never
  }
}

function element(name: string, children: readonly (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, [...children])
  return made
}

/** Attribute values may be any JSON, and the editor wrote numbers; the type of y's attributes knows texts alone. */
function withAttributes(made: Y.XmlElement, attributes: Record<string, unknown>): Y.XmlElement {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, value as string)
  return made
}

/** Neighbouring texts share one node, as the editor had it. */
function inlineNodes(content: readonly OldInline[]): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = []
  let run: OldText[] = []
  const closeRun = (): void => {
    if (run.length > 0) nodes.push(textNode(run))
    run = []
  }
  for (const inline of content) {
    if (inline.type === 'text') {
      run.push(inline)
      continue
    }
    closeRun()
    nodes.push(inline.type === 'break' ? new Y.XmlElement('hardBreak') : citationElement(inline.citation))
  }
  closeRun()
  return nodes
}

function textNode(run: readonly OldText[]): Y.XmlText {
  const node = new Y.XmlText()
  node.applyDelta(
    run.map(({ text, bold, italic }) => ({
      insert: text,
      attributes: { ...(bold ? { bold: {} } : {}), ...(italic ? { italic: {} } : {}) },
    })),
  )
  return node
}

const citationElement = ({ symbol, paragraph, sub, quotation }: OldCitation): Y.XmlElement =>
  withAttributes(new Y.XmlElement('citation'), {
    ...{ symbol, paragraph, sub },
    ...{ quotation: quotation?.text, quotationHash: quotation?.hash },
  })
