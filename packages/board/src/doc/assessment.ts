/** An assessment in its document: blocks ⇄ the editor's own nodes (the names that TipTap's schema uses). */
import * as Y from 'yjs'
import type { Block, Inline, Text } from '../assessment.ts'
import { Citation } from '../citation.ts'
import { assessmentOf } from './schema.ts'

/** Reads the assessment; unknown nodes give their text, so that no word is lost. */
export function readAssessment(doc: Y.Doc): Block[] {
  return readBlocks(assessmentOf(doc))
}

function readBlocks(parent: Y.XmlFragment | Y.XmlElement): Block[] {
  return parent.toArray().flatMap((node): Block[] => {
    if (node instanceof Y.XmlText) return [{ type: 'paragraph', content: readText(node) }]
    return node instanceof Y.XmlElement ? readElement(node) : []
  })
}

function readElement(element: Y.XmlElement): Block[] {
  switch (element.nodeName) {
    case 'heading':
      return [
        { type: 'heading', level: Number(element.getAttribute('level')) === 3 ? 3 : 2, content: readInlines(element) },
      ]
    case 'bulletList':
    case 'orderedList':
      return [{ type: 'list', ordered: element.nodeName === 'orderedList', items: elementsOf(element).map(readBlocks) }]
    case 'blockquote':
      return [{ type: 'quote', blocks: readBlocks(element) }]
    default:
      return [{ type: 'paragraph', content: readInlines(element) }]
  }
}

const elementsOf = (parent: Y.XmlElement): Y.XmlElement[] =>
  parent.toArray().filter((node) => node instanceof Y.XmlElement)

function readInlines(element: Y.XmlElement): Inline[] {
  return element.toArray().flatMap((node): Inline[] => {
    if (node instanceof Y.XmlText) return readText(node)
    if (!(node instanceof Y.XmlElement)) return []
    if (node.nodeName === 'hardBreak') return [{ type: 'break' }]
    if (node.nodeName === 'citation') return readCitation(node)
    return readInlines(node)
  })
}

function readCitation(node: Y.XmlElement): Inline[] {
  const { symbol, paragraph, sub } = node.getAttributes()
  const parsed = Citation.safeParse({
    symbol,
    paragraph: Number(paragraph),
    ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
  })
  return parsed.success ? [{ type: 'citation', citation: parsed.data }] : []
}

interface Delta {
  insert: unknown
  attributes?: Record<string, unknown>
}

function readText(node: Y.XmlText): Text[] {
  const runs: Delta[] = node.toDelta()
  return runs.flatMap(({ insert, attributes = {} }): Text[] =>
    typeof insert === 'string'
      ? [
          {
            type: 'text',
            text: insert,
            ...('bold' in attributes ? { bold: true } : {}),
            ...('italic' in attributes ? { italic: true } : {}),
          },
        ]
      : [],
  )
}

/** Writes blocks behind whatever the document holds; for seeds and imports. */
export function writeAssessment(doc: Y.Doc, blocks: readonly Block[], origin: unknown): void {
  doc.transact(() => assessmentOf(doc).push(blocks.map(blockElement)), origin)
}

function blockElement(block: Block): Y.XmlElement {
  switch (block.type) {
    case 'paragraph':
      return element('paragraph', inlineNodes(block.content))
    case 'heading': {
      const heading = element('heading', inlineNodes(block.content))
      // Attribute values may be any JSON; the type of y's attributes only knows strings. The editor writes numbers here.
      heading.setAttribute('level', block.level as unknown as string)
      return heading
    }
    case 'list':
      return element(
        block.ordered ? 'orderedList' : 'bulletList',
        block.items.map((item) => element('listItem', item.map(blockElement))),
      )
    case 'quote':
      return element('blockquote', block.blocks.map(blockElement))
    default:
      return block satisfies never
  }
}

function element(name: string, children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}

/** Neighbouring texts share one node, as the editor has it. */
function inlineNodes(content: readonly Inline[]): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = []
  let run: Text[] = []
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

function textNode(run: readonly Text[]): Y.XmlText {
  const node = new Y.XmlText()
  node.applyDelta(
    run.map(({ text, bold, italic }) => ({
      insert: text,
      attributes: { ...(bold ? { bold: {} } : {}), ...(italic ? { italic: {} } : {}) },
    })),
  )
  return node
}

function citationElement({ symbol, paragraph, sub }: Citation): Y.XmlElement {
  const node = new Y.XmlElement('citation')
  node.setAttribute('symbol', symbol)
  node.setAttribute('paragraph', paragraph as unknown as string) // a number, as above
  if (sub !== undefined) node.setAttribute('sub', sub)
  return node
}
