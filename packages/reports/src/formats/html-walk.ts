/** Walks through a web page once and gathers its lines. */
import { Parser } from 'htmlparser2'
import type { SourceLine } from '../source.ts'
import { headingLevel, isBlock, isMain, isNotes, leftOut, noteMarker, type Attributes } from './html-elements.ts'
import type { Limits } from './limits.ts'
import { LineGatherer, type Role } from './lines.ts'
import { formatNumber, type NumberFormat } from './number-format.ts'
import { tooManyLines } from './plain.ts'
import { raised } from './raised.ts'

export interface WalkedPage {
  lines: SourceLine[]
  hasMain: boolean
  /** Visible text that was left out: of navigation, and, if only the main part was asked for, of what surrounds it. */
  navigation: string
  outside: string
}

/** An element that is open, and what it means for what is inside. */
interface Frame {
  name: string
  leftOut: 'silent' | 'navigation' | 'outside' | null
  isMain: boolean
  isPre: boolean
  isNotes: boolean
  list: { format: NumberFormat; next: number } | null
  /** What the lines of this list item or note are; a list item's role is for its first line alone. */
  item: Role
  isItemBegun: boolean
}

const ROOT: Frame = {
  name: '',
  leftOut: null,
  isMain: false,
  isPre: false,
  isNotes: false,
  list: null,
  item: null,
  isItemBegun: false,
}
const LIST_FORMATS: Record<string, NumberFormat> = {
  a: 'lower-letter',
  A: 'upper-letter',
  i: 'lower-roman',
  I: 'upper-roman',
}

export function walkPage(html: string, name: string, limits: Limits, part: 'all' | 'main'): WalkedPage {
  const walk = new PageWalk(part)
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => {
        walk.open(tag, attributes)
        if (walk.gatherer.count > limits.lines) throw tooManyLines(name, limits)
      },
      ontext: (text) => walk.text(text),
      onclosetag: () => walk.close(),
    },
    // In XHTML `<script/>` is a whole element; in HTML it would swallow all that follows.
    { recognizeSelfClosing: html.trimStart().startsWith('<?xml') },
  )
  parser.end(html)
  const { hasMain, navigation, outside } = walk
  return { lines: walk.gatherer.lines(), hasMain, navigation, outside }
}

class PageWalk {
  readonly gatherer = new LineGatherer((text) => text.replaceAll(/[ \t\n\r\f]+/g, ' ').trim())
  hasMain = false
  navigation = ''
  outside = ''
  readonly #part: 'all' | 'main'
  readonly #frames: Frame[] = [ROOT]
  /** Text inside `<sup>`, which is written when it ends. */
  #raised: string | null = null

  constructor(part: 'all' | 'main') {
    this.#part = part
  }

  open(name: string, attributes: Attributes): void {
    const frame = this.#frameFor(name, attributes)
    this.#frames.push(frame)
    if (isMain(name, attributes)) this.hasMain = true
    if (frame.leftOut !== null) return
    if (name === 'tr') this.gatherer.openRow()
    else if (name === 'td' || name === 'th') this.gatherer.openCell()
    else if (name === 'br') this.gatherer.lineBreak()
    else if (name === 'q') this.text('“')
    else if (name === 'sup') this.#raised = ''
    else if (isBlock(name)) this.#block(headingLevel(name, attributes))
  }

  text(text: string): void {
    const frame = this.#frames.at(-1) ?? ROOT
    if (frame.leftOut === 'silent') return
    if (frame.leftOut === 'navigation') this.navigation += ` ${text}`
    else if (frame.leftOut === 'outside') this.outside += ` ${text}`
    else if (this.#raised !== null) this.#raised += text
    else if (frame.isPre) this.#preformatted(text)
    else this.gatherer.text(text)
    if (frame.leftOut === null && text.trim() !== '') this.#beginItem()
  }

  close(): void {
    const frame = this.#frames.pop() ?? ROOT
    if (frame.leftOut !== null) return
    if (frame.name === 'tr') this.gatherer.closeRow()
    else if (frame.name === 'q') this.text('”')
    else if (frame.name === 'sup') this.#endRaised()
    else if (isBlock(frame.name)) this.#block(null)
  }

  #frameFor(name: string, attributes: Attributes): Frame {
    const outer = this.#frames.at(-1) ?? ROOT
    const inMain = outer.isMain || isMain(name, attributes)
    const isOutside = this.#part === 'main' && !inMain
    const own = leftOut(name, attributes)
    const isInherited = outer.leftOut === 'silent' || outer.leftOut === 'navigation'
    const notes = outer.isNotes || isNotes(attributes)
    const frame: Frame = {
      ...outer,
      name,
      leftOut: isInherited ? outer.leftOut : (own ?? (isOutside ? 'outside' : null)),
      isMain: inMain,
      isPre: outer.isPre || name === 'pre',
      isNotes: notes,
      list: listOf(name, attributes) ?? (name === 'li' || name === 'ul' ? null : outer.list),
    }
    const item = this.#itemOf(name, attributes, outer)
    return item === null ? frame : { ...frame, item, isItemBegun: false }
  }

  #itemOf(name: string, attributes: Attributes, outer: Frame): Role {
    const marker = noteMarker(attributes)
    const { list } = outer
    if (name !== 'li') return marker === null ? null : { kind: 'note', marker }
    const value = Number.parseInt(attributes['value'] ?? '', 10)
    if (list !== null && Number.isInteger(value)) list.next = value
    const label = list === null ? null : formatNumber(list.next++, list.format)
    if (outer.isNotes || marker !== null) return { kind: 'note', marker: label ?? marker ?? '' }
    return { kind: 'list-item', label: label === null ? null : `${label}.` }
  }

  #block(level: number | null): void {
    if (this.#raised !== null) this.#endRaised()
    const { item, isItemBegun } = this.#frames.at(-1) ?? ROOT
    if (level !== null) this.gatherer.block({ kind: 'heading', level }, true)
    else if (item?.kind === 'note') this.gatherer.block(item, true)
    else this.gatherer.block(isItemBegun ? null : item)
  }

  /** Text has come: the item's first line is under way. All frames of the item know, for it may be nested. */
  #beginItem(): void {
    const item = this.#frames.at(-1)?.item
    if (item === null || item === undefined) return
    for (let at = this.#frames.length - 1; this.#frames[at]?.item === item; at -= 1) {
      const frame = this.#frames[at]
      if (frame === undefined || frame.isItemBegun) return
      frame.isItemBegun = true
    }
  }

  #endRaised(): void {
    const text = this.#raised ?? ''
    this.#raised = null
    this.gatherer.text(raised(text))
  }

  /** Lines count; an empty one ends the block. */
  #preformatted(text: string): void {
    for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
      if (index > 0 && line.trim() === '') this.gatherer.block()
      else if (index > 0) this.gatherer.lineBreak()
      this.gatherer.text(line)
    }
  }
}

function listOf(name: string, attributes: Attributes): Frame['list'] {
  if (name !== 'ol') return null
  const start = Number.parseInt(attributes['start'] ?? '1', 10)
  return { format: LIST_FORMATS[attributes['type'] ?? ''] ?? 'decimal', next: Number.isInteger(start) ? start : 1 }
}
