/**
 * What other programs put on the clipboard, as the flat blocks of a text: paragraphs `<p data-…>` with plain marks in them.
 * Word, Google Docs, web pages and spreadsheets each have their own way to say a list, a table or a raised number.
 */
import { DEEPEST_INDENT, isSafeLink, PARAGRAPH, type BlockFormat } from '@briefboard/text'
import { scriptLetters } from './script-letters.ts'

export interface Pasted {
  html: string
  /** What a text cannot hold, in words: "2 pictures". */
  leftOut: string[]
}

export function flatBlocks(html: string): Pasted {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  const reader = new Reader(body.ownerDocument)
  reader.readAll(body, TOP)
  return reader.finish()
}

/** The format that one of these paragraphs says. */
export function formatIn({ dataset }: HTMLElement): BlockFormat {
  const { kind, level, indent, start } = dataset
  const isKnown = kind === 'heading' || kind === 'bullet' || kind === 'ordered'
  return {
    ...PARAGRAPH,
    kind: isKnown ? kind : 'paragraph',
    level: level === '3' ? 3 : 2,
    indent: Math.min(Math.max(Number(indent) || 0, 0), DEEPEST_INDENT),
    quote: dataset['quote'] !== undefined,
    start: start === undefined || !Number.isInteger(Number(start)) ? null : Number(start),
  }
}

type Script = 'sup' | 'sub' | null

/** What is in force at a place of the pasted document. */
interface Around {
  bold: boolean
  italic: boolean
  strike: boolean
  link: string | null
  script: Script
  quote: boolean
  /** How many lists are open. */
  depth: number
  isVerbatim: boolean
}

const TOP: Around = {
  bold: false,
  italic: false,
  strike: false,
  link: null,
  script: null,
  quote: false,
  depth: 0,
  isVerbatim: false,
}

const SKIPPED = new Set(['SCRIPT', 'STYLE', 'HEAD', 'TITLE', 'META', 'LINK', 'TEMPLATE', 'NOSCRIPT', 'COLGROUP'])
const PICTURES = new Set(['IMG', 'PICTURE', 'SVG', 'CANVAS'])
const OBJECTS = new Set(['VIDEO', 'AUDIO', 'IFRAME', 'OBJECT', 'EMBED'])
const BLOCKS = new Set(
  'P DIV SECTION ARTICLE HEADER FOOTER MAIN ASIDE NAV ADDRESS FIGURE FIGCAPTION DL DT DD PRE FORM FIELDSET DETAILS SUMMARY HR'.split(
    ' ',
  ),
)

class Reader {
  readonly #document: Document
  readonly #out: HTMLElement
  readonly #leftOut = new Map<string, number>()
  #block: HTMLElement | null = null
  /** What the next block is to be, inside of a list's item; null: a paragraph. */
  #item: Partial<BlockFormat> | null = null
  /** Between the cells of a row, blocks within a cell do not end the row. */
  #isInRow = false

  constructor(document: Document) {
    this.#document = document
    this.#out = document.createElement('div')
  }

  finish(): Pasted {
    this.#end()
    return {
      html: this.#out.innerHTML,
      leftOut: [...this.#leftOut].map(([name, count]) => (count === 1 ? `one ${name}` : `${count} ${name}s`)),
    }
  }

  readAll(parent: Node, around: Around): void {
    for (const child of parent.childNodes) {
      if (child instanceof HTMLElement || child instanceof SVGElement) this.#readElement(child, around)
      else if (child.nodeType === Node.TEXT_NODE) this.#addText(child.nodeValue ?? '', around)
    }
  }

  #readElement(element: HTMLElement | SVGElement, outer: Around): void {
    const tag = element.tagName.toUpperCase()
    if (SKIPPED.has(tag) || isHidden(element)) return
    if (PICTURES.has(tag)) return this.#leave('picture')
    if (OBJECTS.has(tag)) return this.#leave('embedded object')
    if (!(element instanceof HTMLElement)) return
    const around = within(element, tag, outer)
    if (tag === 'BR') return void this.#block?.append(this.#document.createElement('br'))
    if (tag === 'A' && element.dataset['citation'] !== undefined) return this.#addChip(element, around)
    if (tag === 'UL' || tag === 'OL') return this.#readList(element, tag, around)
    if (tag === 'TABLE') return this.#readTable(element, around)
    if (tag === 'BLOCKQUOTE') return this.#readBlock(element, null, { ...around, quote: true })
    if (/^H[1-6]$/.test(tag)) return this.#readBlock(element, { kind: 'heading', level: tag > 'H2' ? 3 : 2 }, around)
    const listed = officeItem(element)
    if (listed !== null) return this.#readBlock(element, listed, around)
    if (BLOCKS.has(tag) || tag === 'LI') return this.#readBlock(element, ownFormat(element), around)
    this.readAll(element, around)
  }

  #leave(name: string): void {
    this.#leftOut.set(name, (this.#leftOut.get(name) ?? 0) + 1)
  }

  #readBlock(element: HTMLElement, format: Partial<BlockFormat> | null, around: Around): void {
    if (this.#isInRow) {
      this.#addText(' ', around)
      return this.readAll(element, around)
    }
    this.#end()
    const before = this.#item
    // What is the first block of a list's item is that item.
    const isOwn = format !== null && !(before !== null && isItem(before))
    if (isOwn) this.#item = format
    this.readAll(element, around)
    this.#end()
    if (isOwn) this.#item = before
  }

  #readList(list: HTMLElement, tag: string, outer: Around): void {
    this.#end()
    // Our own lists are of one item each, which says how deep it stands.
    const around = { ...outer, depth: outer.depth + 1 + (Number(list.dataset['indent']) || 0) }
    const before = this.#item
    let number = tag === 'OL' ? Number(list.getAttribute('start') ?? 1) : null
    for (const child of list.children) {
      if (!(child instanceof HTMLElement)) continue
      if (child.tagName !== 'LI') {
        // Some programs put a list within a list straight into it.
        this.#readElement(child, around)
        continue
      }
      if (isHidden(child)) continue
      // Google Docs says the depth of an item on itself.
      const depth = Number(child.getAttribute('aria-level')) || around.depth
      const start = number !== null && child === firstItem(list) ? number : null
      this.#item = {
        kind: number === null ? 'bullet' : 'ordered',
        indent: depth - 1,
        start: start === 1 ? null : start,
      }
      this.readAll(child, within(child, 'LI', around))
      this.#end()
      this.#item = null
      if (number !== null) number++
    }
    this.#item = before
    this.#end()
  }

  /** A row is a paragraph, its cells stand apart. */
  #readTable(table: HTMLElement, around: Around): void {
    this.#end()
    for (const row of table.querySelectorAll('tr')) {
      if (row.closest('table') !== table || isHidden(row)) continue
      this.#isInRow = true
      const cells = [...row.children].filter((cell) => cell instanceof HTMLElement && !isHidden(cell))
      for (const [at, cell] of cells.entries()) {
        if (at > 0) this.#ensureBlock(around).append(' | ')
        this.readAll(cell, within(cell as HTMLElement, cell.tagName, around)) // Filtered above.
      }
      this.#isInRow = false
      this.#end()
    }
    const caption = table.querySelector('caption')
    if (caption !== null && caption.closest('table') === table) this.#readBlock(caption, null, around)
  }

  #ensureBlock({ quote, depth }: Around): HTMLElement {
    if (this.#block !== null) return this.#block
    const block = this.#document.createElement('p')
    // Within an item, what is not its first block stands one deeper than the item.
    const format: Partial<BlockFormat> = this.#item ?? { indent: depth }
    this.#item = this.#item === null ? null : { indent: (this.#item.indent ?? 0) + (isItem(this.#item) ? 1 : 0) }
    const { kind = 'paragraph', level, indent = 0, start } = format
    block.dataset['kind'] = kind
    if (level !== undefined) block.dataset['level'] = `${level}`
    if (indent > 0) block.dataset['indent'] = `${indent}`
    if (start !== undefined && start !== null) block.dataset['start'] = `${start}`
    if (quote) block.dataset['quote'] = ''
    this.#out.append(block)
    this.#block = block
    return block
  }

  #addText(text: string, around: Around): void {
    const words = around.isVerbatim ? text : text.replace(/[ \t\n\r\f]+/g, ' ')
    if (words === '' || (words.trim() === '' && (this.#block === null || this.#endsWithSpace()))) return
    const block = this.#ensureBlock(around)
    const shown = around.script === null ? words : scriptLetters(words, around.script)
    const trimmed = block.childNodes.length === 0 && !around.isVerbatim ? shown.replace(/^ /, '') : shown
    if (trimmed !== '') block.append(this.#marked(trimmed, around))
  }

  #endsWithSpace(): boolean {
    return /\s$/.test(this.#block?.textContent.slice(-1) ?? '')
  }

  #marked(text: string, { bold, italic, strike, link }: Around): Node {
    let node: Node = this.#document.createTextNode(text)
    const wrap = (name: string): HTMLElement => {
      const element = this.#document.createElement(name)
      element.append(node)
      node = element
      return element
    }
    if (bold) wrap('strong')
    if (italic) wrap('em')
    if (strike) wrap('s')
    if (link !== null) wrap('a').setAttribute('href', link)
    return node
  }

  #addChip(chip: HTMLElement, around: Around): void {
    this.#ensureBlock(around).append(this.#document.importNode(chip, true))
  }

  #end(): void {
    const block = this.#block
    this.#block = null
    if (block === null) return
    const last = block.lastChild
    if (last instanceof HTMLBRElement) last.remove()
    if (block.textContent.trim() === '' && block.querySelector('a[data-citation]') === null) block.remove()
    else madeItem(block)
  }
}

const isItem = ({ kind }: Partial<BlockFormat>): boolean => kind === 'bullet' || kind === 'ordered'
const firstItem = (list: HTMLElement): Element | null =>
  [...list.children].find(({ tagName }) => tagName === 'LI') ?? null

/** A paragraph that begins with a bullet and a space is an item of a list, whoever wrote it. */
function madeItem(block: HTMLElement): void {
  if (block.dataset['kind'] !== 'paragraph') return
  const [sign] = /^[•·▪◦‣●○§][\s\u00a0]+/.exec(block.textContent) ?? []
  if (sign === undefined) return
  block.dataset['kind'] = 'bullet'
  removeBeginning(block, sign.length)
}

function removeBeginning(block: HTMLElement, length: number): void {
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT)
  for (let left = length; left > 0;) {
    const node = walker.nextNode()
    if (node === null) return
    const text = node.nodeValue ?? ''
    node.nodeValue = text.slice(left)
    left -= Math.min(left, text.length)
  }
}

function within(element: HTMLElement, tag: string, outer: Around): Around {
  const around = { ...outer }
  const { fontWeight, fontStyle, textDecoration, textDecorationLine, verticalAlign, whiteSpace } = element.style
  if (tag === 'B' || tag === 'STRONG' || tag === 'TH') around.bold = true
  if (tag === 'I' || tag === 'EM' || tag === 'CITE') around.italic = true
  if (tag === 'S' || tag === 'STRIKE' || tag === 'DEL') around.strike = true
  if (tag === 'SUP') around.script = 'sup'
  if (tag === 'SUB') around.script = 'sub'
  if (tag === 'PRE' || whiteSpace.startsWith('pre')) around.isVerbatim = true
  // Google Docs wraps all it copies into a bold element that is not bold.
  if (fontWeight !== '') around.bold = fontWeight === 'bold' || fontWeight === 'bolder' || Number(fontWeight) >= 600
  if (fontStyle !== '') around.italic = fontStyle !== 'normal'
  if (/line-through/.test(`${textDecoration} ${textDecorationLine}`)) around.strike = true
  if (verticalAlign === 'super') around.script = 'sup'
  if (verticalAlign === 'sub') around.script = 'sub'
  if (/^H[1-6]$/.test(tag)) around.bold = false
  if (element.dataset['quote'] !== undefined) around.quote = true
  const href = tag === 'A' ? element.getAttribute('href') : null
  if (href !== null) around.link = isSafeLink(href) ? href : null
  return around
}

/** Of a paragraph of our own. */
const ownFormat = ({ dataset }: HTMLElement): Partial<BlockFormat> | null =>
  dataset['indent'] === undefined ? null : { indent: Number(dataset['indent']) || 0 }

function isHidden(element: HTMLElement | SVGElement): boolean {
  const style = element.getAttribute('style') ?? ''
  return (
    element.hasAttribute('hidden') ||
    /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-list\s*:\s*ignore/i.test(style)
  )
}

/** Word says in a paragraph's style that it is an item, and writes its sign out in a part that it tells to ignore. */
function officeItem(element: HTMLElement): Partial<BlockFormat> | null {
  const style = element.getAttribute('style') ?? ''
  const [, level] = /mso-list\s*:\s*l\d+\s+level(\d+)/i.exec(style) ?? []
  if (level === undefined) return null
  const sign = [...element.querySelectorAll('[style]')]
    .find((part) => /mso-list\s*:\s*ignore/i.test(part.getAttribute('style') ?? ''))
    ?.textContent.trim()
  const isOrdered = sign !== undefined && /^[(]?(?:\d+|[a-z]{1,4})[.)]/i.test(sign)
  return { kind: isOrdered ? 'ordered' : 'bullet', indent: Number(level) - 1, start: null }
}
