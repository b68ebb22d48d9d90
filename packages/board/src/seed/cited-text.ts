/** Text with citations in brackets, as seeds write it, as an assessment's inlines. */
import type { Block, Inline } from '../assessment.ts'
import { parseCitation, type Citation } from '../citation.ts'

const BRACKET = /(?<!\s)\s*\[([A-Z][^\]\s]*:[^\]]*)\]/g

/** Paragraphs are divided by a blank line. @throws Error that names the bracket that is no citation */
export function citedBlocks(text: string): Block[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => ({ type: 'paragraph', content: citedInlines(paragraph.replace(/\s+/g, ' ').trim()) }))
}

/** `Text. [S/2018/80:12] More.` → a text, a citation behind a space, a text. */
export function citedInlines(text: string): Inline[] {
  const inlines: Inline[] = []
  let from = 0
  for (const match of text.matchAll(BRACKET)) {
    inlines.push({ type: 'text', text: `${text.slice(from, match.index)} ` })
    inlines.push(...citationsIn(match[1] ?? '').map((citation): Inline => ({ type: 'citation', citation })))
    from = match.index + match[0].length
  }
  if (from < text.length) inlines.push({ type: 'text', text: text.slice(from) })
  return inlines
}

/** `S/2018/80:43,44; S/2017/97:6` → three citations. */
export function citationsIn(list: string): Citation[] {
  return list.split(';').flatMap((part) => {
    const colon = part.lastIndexOf(':')
    const symbol = part.slice(0, colon).trim()
    return part
      .slice(colon + 1)
      .split(',')
      .map((paragraph) => {
        const citation = parseCitation(`${symbol}:${paragraph.trim()}`)
        if (citation === null) throw new Error(`[${list}] is no citation of the form [S/2018/80:13]`)
        return citation
      })
  })
}

/** The text without its citations, and the citations. */
export function splitCited(text: string): { text: string; citations: Citation[] } {
  const inlines = citedInlines(text.replace(/\s+/g, ' ').trim())
  const words = inlines.map((inline) => (inline.type === 'text' ? inline.text : '')).join('')
  return {
    text: words.replace(/\s+/g, ' ').trim(),
    citations: inlines.flatMap((inline) => (inline.type === 'citation' ? [inline.citation] : [])),
  }
}
