/**
 * An assessment of schema 1, a tree of elements by the names of the editor of that time, as blocks. Never throws: unknown
 * nodes give their text, so that no word is lost; what cannot be read is left out and named.
 */
import * as Y from 'yjs'
import type { Block, Inline, Text } from '../assessment.ts'
import { Citation, citationKey } from '../citation.ts'
import { Quotation } from '../quotation.ts'
import { contentsOf, entryOf, rootOf, typesIn, type Shared, type Walk } from './items.ts'
import { LIMITS } from './limits.ts'
import { plainValue, wholeCharacters } from './plain-value.ts'
import { addProblem, reasonOf, type Problem } from './problems.ts'
import { ROOTS } from './schema.ts'
import type { Steps } from './steps.ts'

interface Course extends Walk {
  problems: Problem[]
  /** What may still be read. */
  nodes: number
  characters: number
}

/** Of a document that has none, nothing. */
export function* oldAssessmentSteps(doc: Y.Doc, problems: Problem[]): Steps<Block[]> {
  const root = rootOf(doc, ROOTS.oldAssessment)
  if (root === null) return []
  const course = { problems, nodes: LIMITS.nodes, characters: LIMITS.characters, items: LIMITS.items }
  const blocks = yield* readBlocks(root, course, 0)
  if (course.nodes <= 0 || course.characters <= 0 || course.items <= 0)
    addProblem(problems, ROOTS.oldAssessment, 'is longer than what is read of an assessment; its end is left out')
  return blocks
}

function* readBlocks(parent: Shared, course: Course, depth: number): Steps<Block[]> {
  const blocks: Block[] = []
  for (const node of typesIn(parent, course)) {
    if (node === null) {
      yield
      continue
    }
    if (course.nodes-- <= 0 || course.characters <= 0) break
    if (isText(node)) blocks.push({ type: 'paragraph', content: yield* readText(node, course) })
    else if (node instanceof Y.XmlElement) blocks.push(...(yield* readElement(node, course, depth)))
  }
  return blocks
}

/** A text that is no node of the editor's has words too. */
const isText = (node: Shared): node is Y.Text => node instanceof Y.Text

function* readElement(element: Y.XmlElement, course: Course, depth: number): Steps<Block[]> {
  switch (element.nodeName) {
    case 'heading':
      return [{ type: 'heading', level: levelOf(element), content: yield* readInlines(element, course) }]
    case 'bulletList':
    case 'orderedList':
      if (depth >= LIMITS.blockDepth) return yield* flattened(element, course)
      return [yield* readList(element, course, depth)]
    case 'blockquote':
      if (depth >= LIMITS.blockDepth) return yield* flattened(element, course)
      return [{ type: 'quote', blocks: yield* readBlocks(element, course, depth + 1) }]
    default:
      return [{ type: 'paragraph', content: yield* readInlines(element, course) }]
  }
}

function* readList(element: Y.XmlElement, course: Course, depth: number): Steps<Block> {
  const items = yield* readItems(element, course, depth)
  if (element.nodeName !== 'orderedList') return { type: 'list', ordered: false, items }
  const start = startOf(element)
  return { type: 'list', ordered: true, ...(start !== null && start !== 1 ? { start } : {}), items }
}

function* readItems(list: Y.XmlElement, course: Course, depth: number): Steps<Block[][]> {
  const items: Block[][] = []
  for (const item of typesIn(list, course)) {
    if (item === null) {
      yield
      continue
    }
    if (course.nodes-- <= 0) break
    if (item instanceof Y.XmlElement) items.push(yield* readBlocks(item, course, depth + 1))
  }
  return items
}

/** Deeper than that, nothing that prints or draws follows: the words stand one below the other. */
function* flattened(element: Y.XmlElement, course: Course): Steps<Block[]> {
  addProblem(course.problems, ROOTS.oldAssessment, `has lists or quotes more than ${LIMITS.blockDepth} deep`)
  return [{ type: 'paragraph', content: yield* readInlines(element, course) }]
}

/** Some programs write numbers as texts. */
export const levelOf = (element: Y.XmlElement): 2 | 3 => {
  const level = entryOf(element, 'level')
  return level === 3 || level === '3' ? 3 : 2
}

const LARGEST_START = 1_000_000

/** With which number an ordered list begins; null where it does not say. */
export function startOf(list: Y.XmlElement): number | null {
  const start = entryOf(list, 'start')
  const number = typeof start === 'string' && /^\d{1,9}$/.test(start) ? Number(start) : start
  const isNumber = typeof number === 'number' && Number.isInteger(number) && number >= 0
  return isNumber ? Math.min(number, LARGEST_START) : null
}

function* readInlines(element: Y.XmlElement, course: Course): Steps<Inline[]> {
  const inlines: Inline[] = []
  for (const node of typesIn(element, course)) {
    if (node === null) {
      yield
      continue
    }
    if (course.nodes-- <= 0 || course.characters <= 0) break
    if (isText(node)) inlines.push(...(yield* readText(node, course)))
    else if (node instanceof Y.XmlElement) inlines.push(...(yield* readInline(node, course)))
  }
  return inlines
}

function* readInline(node: Y.XmlElement, course: Course): Steps<Inline[]> {
  if (node.nodeName === 'hardBreak') return [{ type: 'break' }]
  if (node.nodeName === 'citation') return readCitation(node, course.problems)
  return yield* readInlines(node, course)
}

function readCitation(node: Y.XmlElement, problems: Problem[]): Inline[] {
  const [symbol, paragraph, sub] = ['symbol', 'paragraph', 'sub'].map((name) => attributeOf(node, name))
  const parsed = Citation.safeParse({
    symbol,
    paragraph: typeof paragraph === 'string' ? Number(paragraph) : paragraph,
    ...(typeof sub === 'string' && sub !== '' ? { sub } : {}),
  })
  if (!parsed.success) {
    addProblem(problems, 'assessment/citation', reasonOf(parsed.error))
    return []
  }
  const citation = parsed.data
  const quotation = readQuotation(node, `assessment/${citationKey(citation)}/quotation`, problems)
  return [{ type: 'citation', citation: quotation === null ? citation : { ...citation, quotation } }]
}

function readQuotation(node: Y.XmlElement, path: string, problems: Problem[]): Quotation | null {
  const [quotation, quotationHash] = ['quotation', 'quotationHash'].map((name) => attributeOf(node, name))
  // The editor writes nothing for what is not there, other programs may write nulls.
  if ((quotation ?? null) === null && (quotationHash ?? null) === null) return null
  const parsed = Quotation.safeParse({ text: quotation, hash: quotationHash })
  if (parsed.success) return parsed.data
  addProblem(problems, path, reasonOf(parsed.error))
  return null
}

/** What is too large or no value is none of an attribute's; `false` is refused by every schema here. */
function attributeOf(node: Y.XmlElement, name: string): unknown {
  const plain = plainValue(entryOf(node, name))
  return plain.problem === null ? plain.value : false
}

/** Runs of one format; what Yjs knows as a format of another name does not part them, and is not kept in mind. */
function* readText(node: Y.Text, course: Course): Steps<Text[]> {
  const runs: Text[] = []
  const format: Format = { bold: false, italic: false }
  for (const content of contentsOf(node, course)) {
    if (content === null) yield
    else if (content instanceof Y.ContentFormat) setFormat(format, content)
    else if (content instanceof Y.ContentString) {
      if (course.characters <= 0 || course.nodes <= 0) break
      addRun(runs, runOf(content.str, format), course)
    }
  }
  return runs
}

interface Format {
  bold: boolean
  italic: boolean
}

/** Yjs ends a format with null. */
function setFormat(format: Format, { key, value }: Y.ContentFormat): void {
  if (key === 'bold' || key === 'italic') format[key] = ((value as unknown) ?? null) !== null
}

function addRun(runs: Text[], run: Text, course: Course): void {
  course.characters -= run.text.length
  const last = runs.at(-1)
  if (last !== undefined && last.bold === run.bold && last.italic === run.italic) last.text += run.text
  else {
    course.nodes--
    runs.push(run)
  }
}

const runOf = (text: string, { bold, italic }: Format): Text => ({
  ...{ type: 'text', text: wholeCharacters(text) },
  ...(bold ? { bold: true } : {}),
  ...(italic ? { italic: true } : {}),
})
