/** Which of the lines that begin with a number begin a paragraph: the best consecutive chain through the document. */
import type { Line } from './lines.ts'
import { endsSentence } from './sentences.ts'

export interface NumberedLine {
  /** Index among the lines. */
  index: number
  number: number
  /** Characters at the line's start that are the number; 0 where the form knew it and the text has it not. */
  labelLength: number
}

/** A gap of more than this many numbers is never bridged. */
const MAX_GAP = 5
const GAP_COST = 4
const STEP_GAIN = 3

/** The chain of paragraphs, in order. Headings such as "1. Europe" are outside it: they fit no sequence, or fit badly. */
export function paragraphChain(lines: readonly Line[]): NumberedLine[] {
  interface Link {
    candidate: NumberedLine
    score: number
    before: Link | null
  }
  const bestByNumber = new Map<number, Link>()
  let best: Link | null = null
  for (const candidate of candidatesOf(lines)) {
    const looks = looksLikeParagraph(lines, candidate)
    let link: Link = { candidate, score: looks + STEP_GAIN - 2 * Math.min(candidate.number - 1, 10), before: null }
    for (let gap = 0; gap <= MAX_GAP; gap++) {
      const before = bestByNumber.get(candidate.number - 1 - gap)
      const score = (before?.score ?? -Infinity) + looks + STEP_GAIN - GAP_COST * gap
      if (before !== undefined && score > link.score) link = { candidate, score, before }
    }
    const known = bestByNumber.get(candidate.number)
    if (known === undefined || link.score >= known.score) bestByNumber.set(candidate.number, link)
    if (best === null || link.score >= best.score) best = link
  }
  const chain: NumberedLine[] = []
  for (let link: Link | null = best; link !== null; link = link.before) chain.unshift(link.candidate)
  return isCredible(lines, chain) ? chain : []
}

const LEAD = /^(\d{1,3})\s?\.(?:\s+(?=\S)|(?=[A-Z“"‘(])|$)/

/** The number that a line begins with, from the text or from the form. */
export function leadingNumber(line: Line): { number: number; labelLength: number } | null {
  const label = line.role?.kind === 'list-item' ? line.role.label : null
  const known = /^(\d{1,3})[.)]?$/.exec(label ?? '')
  const found = LEAD.exec(line.text.text)
  if (found !== null) return { number: Number(found[1]), labelLength: found[0].length }
  return known === null ? null : { number: Number(known[1]), labelLength: 0 }
}

function candidatesOf(lines: readonly Line[]): NumberedLine[] {
  return lines.flatMap((line, index) => {
    if (line.role !== null && line.role.kind !== 'list-item') return []
    const lead = line.bold ? null : leadingNumber(line)
    return lead === null || lead.number === 0 ? [] : [{ index, ...lead }]
  })
}

/** Long text that ends a sentence speaks for a paragraph; a short line that just breaks off, for a heading. */
function looksLikeParagraph(lines: readonly Line[], { index, labelLength }: NumberedLine): number {
  const text = textAfter(lines, index, labelLength)
  const length = text.length > 150 ? 2 : text.length > 60 ? 1 : -1
  const ending =
    text.length >= 400 || endsSentence(text.replace(/(?<!\s)\s*\d{1,3}$/, '')) || /[:;]$/.test(text) ? 2 : -2
  return length + ending
}

/** What stands between a number and the next line that begins with one or follows a gap; 400 characters are enough. */
function textAfter(lines: readonly Line[], index: number, labelLength: number): string {
  let text = lines[index]?.text.text.slice(labelLength) ?? ''
  for (let next = index + 1; next < lines.length && text.length < 400; next++) {
    const line = lines[next]
    if (line === undefined || leadingNumber(line) !== null || line.role?.kind === 'heading') break
    if (line.gapBefore && !line.interrupted && text !== '') break
    text += ` ${line.text.text}`
  }
  return text.trim()
}

/** A list of two in the middle of a text is no numbering of paragraphs. */
function isCredible(lines: readonly Line[], chain: readonly NumberedLine[]): boolean {
  const first = chain[0]
  if (first === undefined) return false
  const good = chain.filter((candidate) => looksLikeParagraph(lines, candidate) > 0).length
  return good >= 1 && good * 2 >= chain.length && (chain.length >= 3 || first.index <= lines.length / 2)
}
