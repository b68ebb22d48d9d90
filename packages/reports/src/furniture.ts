/** Page furniture: what a page carries besides the text. Found by its form, wherever it stands, and taken out. */
import { removal, withoutLines, type Line } from './lines.ts'
import type { Removed } from './model.ts'
import { runningHeads } from './running-heads.ts'
import { isSymbol, SYMBOL } from './symbols.ts'
import { cut, splice, trim } from './traced-text.ts'

const RULE = /^(?:[_=]{3,}|(?:[-–—*][ \t]*){3,}|\|?(?:[\s:]*-{2,}[\s:]*\|)+[\s:-]*)$/
const COUNTER = /^(?:\d{1,4}\s?\/\s?\d{1,4}|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—])$/i
const JOB = String.raw`\d{2}-\d{5}(?:\s?\([A-Z]\))?(?:\s+\d{6}){0,3}`
const BARCODE = /^\*\d{7}\*$/
const TOKENS = new RegExp(String.raw`${JOB}(?!\d)|\*\d{7}\*|\b\d{1,4}\s?\/\s?\d{1,4}\b|${SYMBOL.source}`, 'g')
/** A page counter and a job number side by side inside a line, with the document's symbol if it stands there too. */
const INLINE = new RegExp(
  String.raw`(?<=^|\s)(?:(${SYMBOL.source})\s+)?(?:\d{1,4}\/\d{1,4}\s+${JOB}|${JOB}\s+\d{1,4}\/\d{1,4})(?:\s+(${SYMBOL.source}))?(?=\s|$)`,
  'g',
)

export interface Cleared {
  lines: Line[]
  removed: Removed[]
  /** Symbols that stood alone on lines, with how often; the document's own is among them. */
  symbols: Map<string, number>
}

export function withoutFurniture(lines: readonly Line[]): Cleared {
  const symbols = new Map<string, number>()
  for (const { text } of lines)
    for (const symbol of symbolsOfLine(text.text)) symbols.set(symbol, (symbols.get(symbol) ?? 0) + 1)
  const why = new Map<Line, string>()
  for (const line of lines) {
    const reason = reasonOf(line.text.text)
    if (reason !== null) why.set(line, reason)
  }
  for (const line of runningHeads(lines, new Set(why.keys()))) why.set(line, 'running head')
  for (const line of pageNumbers(lines, why)) why.set(line, 'page number')
  const removed = [...why].map(([line, reason]) => removal(line, line.text, reason))
  const kept = withoutLines(lines, new Set(why.keys())).map((line) => withoutInlineFurniture(line, removed))
  return { lines: kept, removed, symbols }
}

/** Why a whole line is furniture; null if it is text. */
export function reasonOf(text: string): string | null {
  if (RULE.test(text)) return 'rule'
  if (COUNTER.test(text)) return 'page number'
  if (BARCODE.test(text)) return 'bar code'
  if (isSymbol(text)) return 'document symbol'
  if (new RegExp(`^${JOB}$`).test(text)) return 'job number'
  return /\d/.test(text) && text.replace(TOKENS, '').trim() === '' ? 'page furniture' : null
}

/** The symbols of a line that holds nothing but furniture, "United Nations" or the name of a body. */
function symbolsOfLine(text: string): string[] {
  const found = [...text.matchAll(new RegExp(SYMBOL, 'g'))].map(([symbol]) => symbol)
  const rest = text.replace(TOKENS, '').trim()
  return /^(?:United Nations|Security Council|General Assembly)?$/i.test(rest) ? found : []
}

function withoutInlineFurniture(line: Line, removed: Removed[]): Line {
  const found = [...line.text.text.matchAll(INLINE)]
  if (found.length === 0) return line
  let text = line.text
  for (const { 0: run, index } of found.reverse()) {
    removed.push(removal(line, cut(text, index, index + run.length), 'page furniture'))
    text = splice(text, index, index + run.length)
  }
  return { ...line, text: trim(text) }
}

/** Bare numbers are page numbers only at a page's edge or beside other furniture. */
function pageNumbers(lines: readonly Line[], furniture: ReadonlyMap<Line, string>): Line[] {
  return lines.filter((line, index) => {
    if (!/^\d{1,3}$/.test(line.text.text)) return false
    const [before, after] = [lines[index - 1], lines[index + 1]]
    const atEdge = line.page !== null && (before?.page !== line.page || after?.page !== line.page)
    const beside = [before, after].some((other) => other !== undefined && furniture.has(other))
    return atEdge || (beside && line.gapBefore)
  })
}
