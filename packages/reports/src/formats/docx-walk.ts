/** Walks through a part of a Word document (its body, notes, heads and feet of pages) and gathers its lines. */
import type { NextLabel } from './docx-numbering.ts'
import { outlineLevel, type ParagraphStyle } from './docx-styles.ts'
import { LineGatherer, type Role } from './lines.ts'
import { raised } from './raised.ts'
import { isOn, type XmlAttributes, type XmlEvents } from './xml.ts'

export interface WordContext {
  styleOf: (id: string | null) => ParagraphStyle
  nextLabel: NextLabel
  /** A reference to a note stands here; gives the marker that is shown. `own` is a marker that the author wrote. */
  noteReferred: (kind: 'footnote' | 'endnote', id: string, own: string | null) => string
  /** Called for every paragraph; may throw. */
  paragraphBegun: (linesSoFar: number) => void
}

interface Paragraph {
  style: string | null
  numbering: { id: string | null; level: number | null }
  outline: number | null
}
interface Run {
  isRaised: boolean
  isHidden: boolean
}

/** Old versions of what was changed, and pictures of text boxes for programs that cannot draw them. */
const NOT_SHOWN = new Set([
  'del',
  'moveFrom',
  'Fallback',
  'pPrChange',
  'rPrChange',
  'sectPrChange',
  'tblPrChange',
  'trPrChange',
  'tcPrChange',
])
/** Numbers of pages: they say where a page ends, not what is in the text. */
const PAGE_FIELD = /^\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b/i

/** Enough to know a field by, and deeper than any writer nests them. */
const LONGEST_CODE = 200
const MOST_FIELDS = 50

export class WordWalk implements XmlEvents {
  readonly gatherer = new LineGatherer((text) => text.replaceAll(/ +/g, ' ').trim())
  /** Relations of the heads and feet of pages that the sections name. */
  readonly pageEdges: { kind: 'header' | 'footer'; relation: string }[] = []
  /** Characters of text that is in the file and not shown. */
  deleted = 0
  hidden = 0
  readonly #context: WordContext
  readonly #paragraphs: Paragraph[] = []
  readonly #fields: { code: string; isResult: boolean }[] = []
  #notShown: string[] = []
  #run: Run = { isRaised: false, isHidden: false }
  #textOf: 't' | 'instrText' | 'delText' | null = null
  #raised = ''
  #customMark: { kind: 'footnote' | 'endnote'; id: string } | null = null

  constructor(context: WordContext) {
    this.#context = context
  }

  readonly open = (name: string, attributes: XmlAttributes): void => {
    if (this.#notShown.length > 0 || NOT_SHOWN.has(name)) this.#notShown.push(name)
    if (name === 't' || name === 'instrText' || name === 'delText') this.#textOf = name
    if (this.#notShown.length > 0) return
    const paragraph = this.#paragraphs.at(-1)
    if (paragraph !== undefined) readProperty(paragraph, this.#run, name, attributes)
    this.#openStructure(name, attributes)
    this.#openInline(name, attributes)
  }

  readonly text = (text: string): void => {
    const field = this.#fields.at(-1)
    if (this.#textOf === 'instrText' && field !== undefined) field.code = (field.code + text).slice(0, LONGEST_CODE)
    if (this.#textOf === 'delText' || (this.#textOf === 't' && this.#notShown.includes('moveFrom')))
      this.deleted += text.length
    else if (this.#textOf === 't' && this.#notShown.length === 0) this.#show(text)
  }

  readonly close = (name: string): void => {
    if (this.#textOf === name) this.#textOf = null
    if (this.#notShown.length > 0) return void this.#notShown.pop()
    if (name === 'pPr') this.#beginParagraph()
    if (name === 'p') this.#endParagraph()
    if (name === 'tr') this.gatherer.closeRow()
    if (name === 'r') this.#run = { isRaised: false, isHidden: false }
    if (name === 'fldSimple') this.#fields.pop()
  }

  #openStructure(name: string, attributes: XmlAttributes): void {
    if (name === 'p') {
      this.#flushRaised()
      this.#paragraphs.push({ style: null, numbering: { id: null, level: null }, outline: null })
      this.gatherer.block()
      this.#context.paragraphBegun(this.gatherer.count)
    } else if (name === 'tr') this.gatherer.openRow()
    else if (name === 'tc') this.gatherer.openCell()
    else if (name === 'headerReference') this.pageEdges.push({ kind: 'header', relation: attributes['id'] ?? '' })
    else if (name === 'footerReference') this.pageEdges.push({ kind: 'footer', relation: attributes['id'] ?? '' })
  }

  #openInline(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'tab':
        // Inside of pPr it is the place of a tab stop, and stands in `tabs`.
        return attributes['pos'] === undefined ? this.#show('\t') : undefined
      case 'br':
      case 'cr':
        this.#flushRaised()
        return this.gatherer.lineBreak()
      case 'noBreakHyphen':
        return this.#show('\u2011')
      case 'softHyphen':
        return this.#show('\u00ad')
      case 'sym':
        return this.#show(symbol(attributes['char'] ?? ''))
      case 'footnoteReference':
        return this.#refer('footnote', attributes)
      case 'endnoteReference':
        return this.#refer('endnote', attributes)
      case 'fldSimple':
        return void this.#fields.push({ code: attributes['instr'] ?? '', isResult: true })
      case 'fldChar':
        return this.#fieldMark(attributes['fldCharType'])
    }
  }

  #beginParagraph(): void {
    const paragraph = this.#paragraphs.at(-1)
    if (paragraph === undefined) return
    const style = this.#context.styleOf(paragraph.style)
    const id = paragraph.numbering.id ?? style.numbering?.id ?? null
    const level = paragraph.numbering.level ?? style.numbering?.level ?? null
    // Number 0 takes a style's numbering away.
    const label = id === null || id === '0' ? null : this.#context.nextLabel({ id, level }, paragraph.style)
    const headingLevel = paragraph.outline ?? style.headingLevel
    this.gatherer.block(roleOf(headingLevel, label), headingLevel !== null)
    if (headingLevel !== null && label !== null && label !== 'bullet') this.gatherer.text(`${label} `)
  }

  #endParagraph(): void {
    this.#flushRaised()
    this.gatherer.block()
    this.#paragraphs.pop()
  }

  #show(text: string): void {
    if (this.#fields.some(({ code }) => PAGE_FIELD.test(code))) return
    if (this.#run.isHidden) this.hidden += text.length
    else if (this.#customMark !== null && text.trim() !== '') this.#showCustomMark(text.trim())
    else if (this.#run.isRaised) this.#raised += text
    else {
      this.#flushRaised()
      this.gatherer.text(text)
    }
  }

  #flushRaised(): void {
    if (this.#raised === '') return
    const text = this.#raised
    this.#raised = ''
    this.gatherer.text(raised(text))
  }

  #refer(kind: 'footnote' | 'endnote', { id = '', customMarkFollows = 'false' }: XmlAttributes): void {
    this.#flushRaised()
    if (isOn({ val: customMarkFollows })) this.#customMark = { kind, id }
    else this.gatherer.text(`<sup>${this.#context.noteReferred(kind, id, null)}</sup>`)
  }

  #showCustomMark(mark: string): void {
    if (this.#customMark === null) return
    const { kind, id } = this.#customMark
    this.#customMark = null
    this.gatherer.text(`<sup>${this.#context.noteReferred(kind, id, mark)}</sup>`)
  }

  #fieldMark(type: string | undefined): void {
    const field = this.#fields.at(-1)
    if (type === 'begin' && this.#fields.length < MOST_FIELDS) this.#fields.push({ code: '', isResult: false })
    else if (type === 'end') this.#fields.pop()
    else if (field !== undefined) field.isResult = true
  }
}

function readProperty(paragraph: Paragraph, run: Run, name: string, attributes: XmlAttributes): void {
  const { val } = attributes
  if (name === 'pStyle') paragraph.style = val ?? null
  else if (name === 'numId') paragraph.numbering.id = val ?? null
  else if (name === 'ilvl') paragraph.numbering.level = Number.parseInt(val ?? '0', 10) || 0
  else if (name === 'outlineLvl') paragraph.outline = outlineLevel(val)
  else if (name === 'vertAlign') run.isRaised = val === 'superscript'
  else if (name === 'vanish' || name === 'webHidden') run.isHidden = isOn(attributes)
}

function roleOf(headingLevel: number | null, label: string | null): Role {
  if (headingLevel !== null) return { kind: 'heading', level: headingLevel }
  if (label === null) return null
  return { kind: 'list-item', label: label === 'bullet' ? null : label }
}

/** A letter of a symbol font; Word moves some of them into the private area. */
function symbol(hex: string): string {
  const code = Number.parseInt(hex, 16)
  return Number.isInteger(code) && code > 0 && code <= 0xffff ? String.fromCharCode(code) : '\ufffd'
}
