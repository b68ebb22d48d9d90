/** A passage that somebody selected in one paragraph, and what it is as a citation. */
import { formatCitations, quote, type Citation } from '@briefboard/board'
import type { Range } from './normalized-text.ts'
import type { OwnText, ReaderParagraph, ReaderSubParagraph } from './reader-document.ts'

export interface Passage {
  paragraph: ReaderParagraph
  /** In the paragraph's own text; null: the paragraph as a whole. */
  range: Range | null
}

/** Null where the paragraph has no number, so that nothing can name it, or the passage is too long to be quoted. */
export function citationOf(symbol: string, { paragraph, range }: Passage): Citation | null {
  if (paragraph.number === null) return null
  const whole: Citation = { symbol, paragraph: paragraph.number }
  if (range === null || paragraph.own === null) return whole
  const quotation = quote(paragraph.own.text.slice(...range))
  if (quotation === null) return null
  const sub = subOf(paragraph.own.subparagraphs, range)
  return { ...whole, ...(sub === null ? {} : { sub }), quotation }
}

/** As it is copied: the words, and where they stand. */
export function copiedWords(symbol: string, { paragraph, range }: Passage): string {
  const citation = citationOf(symbol, { paragraph, range })
  const words = range === null ? (paragraph.own?.text ?? paragraph.digest ?? '') : paragraph.own?.text.slice(...range)
  const said = (words ?? '').replace(/\s+/g, ' ').trim()
  const place = citation === null ? symbol : formatCitations([citation])
  // A digest is not the document's own words, so it is not put between quotation marks.
  return paragraph.own === null ? `${said} [${place}, digest]` : `“${said}” [${place}]`
}

/** The sub-paragraph that all of the passage lies in; white space around it does not count. */
function subOf(subs: readonly ReaderSubParagraph[], [from, to]: Range): string | null {
  const around = subs.find((sub) => sub.parent === null && sub.from <= from && to <= sub.to + 1)
  return around !== undefined && /^[a-z]$/.test(around.label) ? around.label : null
}

/** Sentence by sentence, without the space between them; a sub-paragraph begins one. */
export function sentencesOf({ text, subparagraphs }: Pick<OwnText, 'text' | 'subparagraphs'>): Range[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const begins = [0, ...subparagraphs.map(({ from }) => from).filter((from) => from > 0), text.length]
  return begins.slice(1).flatMap((end, part) => {
    const begin = begins[part] ?? 0
    return [...segmenter.segment(text.slice(begin, end))].flatMap(({ segment, index }): Range[] => {
      const from = begin + index + (segment.length - segment.trimStart().length)
      const to = begin + index + segment.trimEnd().length
      return to > from ? [[from, to]] : []
    })
  })
}

/**
 * One sentence more or less, as Shift with an arrow key does it. The first step takes the first sentence; a step back
 * from there takes nothing.
 */
export function bySentence(
  own: Pick<OwnText, 'text' | 'subparagraphs'>,
  range: Range | null,
  step: 1 | -1,
): Range | null {
  const sentences = sentencesOf(own)
  const first = sentences.findIndex(([, to]) => range !== null && to > range[0])
  if (range === null || first < 0) return step > 0 ? (sentences[0] ?? null) : null
  const last = sentences.findLastIndex(([from]) => from < range[1])
  const end = Math.min(last + step, sentences.length - 1)
  const begin = sentences[first]
  const until = sentences[end]
  return end < first || begin === undefined || until === undefined ? null : [begin[0], until[1]]
}
