/** Rich text as runs for a renderer: neighbouring citations become one note, as the reader expects them. */
import { citationKey, citationUrl, formatCitations, type Citation, type Inline } from '@briefboard/board'

export type Run = TextRun | { type: 'break' } | { type: 'citations'; citations: Citation[] }

export interface TextRun {
  type: 'text'
  text: string
  bold: boolean
  italic: boolean
  strike: boolean
  /** Where it leads. */
  link: string | null
}

/** Space between two citations, and before one, is dropped: the renderer puts its own. */
export function runsOf(inlines: readonly Inline[]): Run[] {
  const runs: Run[] = []
  for (const inline of inlines) add(runs, inline)
  return runs.filter((run) => run.type !== 'text' || run.text !== '')
}

function add(runs: Run[], inline: Inline): void {
  if (inline.type === 'text') {
    const { text, bold = false, italic = false, strike = false, link = null } = inline
    runs.push({ type: 'text', text, bold, italic, strike, link })
    return
  }
  if (inline.type === 'break') {
    runs.push({ type: 'break' })
    return
  }
  trimEnd(runs)
  const last = runs.at(-1)
  if (last?.type !== 'citations') runs.push({ type: 'citations', citations: [inline.citation] })
  else if (!last.citations.some((other) => citationKey(other) === citationKey(inline.citation)))
    last.citations.push(inline.citation)
}

function trimEnd(runs: Run[]): void {
  const last = runs.at(-1)
  if (last?.type !== 'text') return
  last.text = last.text.trimEnd()
  if (last.text === '') {
    runs.pop()
    trimEnd(runs)
  }
}

/** A document's part of a note, written and linked. */
export interface CitedDocument {
  words: string
  url: string
}

export function citedDocuments(citations: readonly Citation[]): CitedDocument[] {
  const bySymbol = Map.groupBy(citations, ({ symbol }) => symbol)
  return [...bySymbol].map(([symbol, group]) => ({ words: formatCitations(group), url: citationUrl(symbol) }))
}
