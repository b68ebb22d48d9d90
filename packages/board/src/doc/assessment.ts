/** An assessment in its document: blocks ⇄ the editor's own nodes (the names that TipTap's schema uses). */
import * as Y from 'yjs'
import * as z from 'zod/mini'
import type { Block, Inline, Text } from '../assessment.ts'
import { Citation, citationKey } from '../citation.ts'
import { Quotation } from '../quotation.ts'
import type { Problem } from './read.ts'
import { assessmentOf } from './schema.ts'

/**
 * Reads the assessment; unknown nodes give their text, so that no word is lost. A citation that cannot be read is left
 * out, a quotation that cannot be read is left off its citation, and both are named in `problems`.
 */
export function readAssessment(doc: Y.Doc, problems: Problem[] = []): Block[] {
  return readBlocks(assessmentOf(doc), problems)
}

function readBlocks(parent: Y.XmlFragment | Y.XmlElement, problems: Problem[]): Block[] {
  return parent.toArray().flatMap((node): Block[] => {
    if (node instanceof Y.XmlText) return [{ type: 'paragraph', content: readText(node) }]
    return node instanceof Y.XmlElement ? readElement(node, problems) : []
  })
}

function readElement(element: Y.XmlElement, problems: Problem[]): Block[] {
  switch (element.nodeName) {
    case 'heading':
      return [
        {
          type: 'heading',
          level: Number(element.getAttribute('level')) === 3 ? 3 : 2,
          content: readInlines(element, problems),
        },
      ]
    case 'bulletList':
    case 'orderedList':
      return [
        {
          type: 'list',
          ordered: element.nodeName === 'orderedList',
          items: elementsOf(element).map((item) => readBlocks(item, problems)),
        },
      ]
    case 'blockquote':
      return [{ type: 'quote', blocks: readBlocks(element, problems) }]
    default:
      return [{ type: 'paragraph', content: readInlines(element, problems) }]
  }
}

const elementsOf = (parent: Y.XmlElement): Y.XmlElement[] =>
  parent.toArray().filter((node) => node instanceof Y.XmlElement)

function readInlines(element: Y.XmlElement, problems: Problem[]): Inline[] {
  return element.toArray().flatMap((node): Inline[] => {
    if (node instanceof Y.XmlText) return readText(node)
    if (!(node instanceof Y.XmlElement)) return []
    if (node.nodeName === 'hardBreak') return [{ type: 'break' }]
    if (node.nodeName === 'citation') return readCitation(node, problems)
    return readInlines(node, problems)
  })
}

function readCitation(node: Y.XmlElement, problems: Problem[]): Inline[] {
  const { symbol, paragraph, sub } = node.getAttributes()
  const parsed = Citation.safeParse({
    symbol,
    paragraph: Number(paragraph),
    ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
  })
  if (!parsed.success) {
    problems.push({ path: 'assessment/citation', reason: z.prettifyError(parsed.error) })
    return []
  }
  const citation = parsed.data
  const quotation = readQuotation(node, `assessment/${citationKey(citation)}/quotation`, problems)
  return [{ type: 'citation', citation: quotation === null ? citation : { ...citation, quotation } }]
}

function readQuotation(node: Y.XmlElement, path: string, problems: Problem[]): Quotation | null {
  const { quotation, quotationHash } = node.getAttributes()
  // The editor writes nothing for what is not there, other programs may write nulls.
  if ((quotation ?? null) === null && (quotationHash ?? null) === null) return null
  const parsed = Quotation.safeParse({ text: quotation, hash: quotationHash })
  if (parsed.success) return parsed.data
  problems.push({ path, reason: z.prettifyError(parsed.error) })
  return null
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

function citationElement({ symbol, paragraph, sub, quotation }: Citation): Y.XmlElement {
  const node = new Y.XmlElement('citation')
  node.setAttribute('symbol', symbol)
  node.setAttribute('paragraph', paragraph as unknown as string) // a number, as above
  if (sub !== undefined) node.setAttribute('sub', sub)
  if (quotation !== undefined) {
    node.setAttribute('quotation', quotation.text)
    node.setAttribute('quotationHash', quotation.hash)
  }
  return node
}
