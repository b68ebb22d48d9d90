/** Sorts the lines of a document into headings and paragraphs. */
import { headingAt, type FoundHeading } from './headings.ts'
import { joinLines, type Part } from './line-hyphens.ts'
import type { Line } from './lines.ts'
import type { Repair, Span } from './model.ts'
import type { NumberedLine } from './numbering.ts'
import { Outline } from './outline.ts'
import { endsClause, endsSentence } from './sentences.ts'
import { cut, splice, trim, type TracedText } from './traced-text.ts'
import type { WordCounts } from './word-counts.ts'

export interface BodyParagraph {
  number: number | null
  section: string | null
  parts: Part[]
  labels: Span[]
  line: number
}

export interface Body {
  outline: Outline
  paragraphs: BodyParagraph[]
  /** Lines before the first heading and paragraph. */
  front: Line[]
  repairs: Repair[]
}

/** `mend` joins and repairs the words of a heading. */
export function readBody(
  lines: readonly Line[],
  chain: readonly NumberedLine[],
  counts: WordCounts,
  mend: (text: TracedText) => { text: TracedText; repairs: Repair[] },
): Body {
  const starts = new Map(chain.map((start) => [start.index, start]))
  const body: Body = { outline: new Outline(), paragraphs: [], front: [], repairs: [] }
  let headingEnd = -1
  const afterHeading = (index: number): boolean => index === headingEnd
  const context = { lines, outline: body.outline, isParagraph: (index: number) => starts.has(index), afterHeading }
  let current: BodyParagraph | null = null
  let begun = false
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const start = starts.get(index)
    const found = start === undefined ? headingAt(context, index) : null
    if (found !== null && (begun || !isTitle(found, line, body.front))) {
      addHeading(body, found, counts, mend)
      current = null
      begun = true
      index += found.lines - 1
      headingEnd = index + 1
    } else if (start !== undefined) {
      current = startParagraph(line, start, body.outline.current)
      body.paragraphs.push(current)
      begun = true
    } else if (!begun) body.front.push(line)
    else {
      if (current === null || (current.number === null && opensNewBlock(current, line))) {
        current = { number: null, section: body.outline.current, parts: [], labels: [], line: line.number }
        body.paragraphs.push(current)
      }
      current.parts.push({ text: withListLabel(line), separator: separatorOf(line, current.parts), line: line.number })
    }
  }
  return body
}

/** The first heading without a label is the document's title, unless it names a part of it. */
function isTitle({ heading }: FoundHeading, line: Line, front: readonly Line[]): boolean {
  const named = /^(?:summary|contents|introduction|background|overview|abstract|annex|notes?|acronyms)\b/i
  return (
    heading.kind === 'plain' && !named.test(line.text.text) && !front.some((other) => other.bold || other.role !== null)
  )
}

function addHeading(
  { outline, repairs }: Body,
  { heading, words }: FoundHeading,
  counts: WordCounts,
  mend: (text: TracedText) => { text: TracedText; repairs: Repair[] },
): void {
  const joined = joinLines(
    words.map((word) => ({ ...word, separator: ' ' as const })),
    counts,
  )
  const mended = mend(joined.text)
  outline.add({ ...heading, text: mended.text })
  repairs.push(...joined.repairs, ...mended.repairs)
}

function startParagraph(line: Line, { number, labelLength }: NumberedLine, section: string | null): BodyParagraph {
  const label = cut(line.text, 0, labelLength).text.trimEnd().length
  const at = line.text.at.slice(0, label)
  const labels: Span[] = label === 0 ? [] : [[at[0] ?? 0, (at.at(-1) ?? 0) + 1]]
  const text = trim(cut(line.text, labelLength))
  const parts: Part[] = text.text === '' && text.marks.length === 0 ? [] : [{ text, separator: ' ', line: line.number }]
  return { number, section, parts, labels, line: line.number }
}

/** Texts without numbers are parted by gaps. */
function opensNewBlock({ parts }: BodyParagraph, line: Line): boolean {
  const before = parts.at(-1)?.text.text ?? ''
  return line.gapBefore && !line.interrupted && endsSentence(before) && !/^\(\w{1,3}\)/.test(line.text.text)
}

/** A list's own label, known to the form alone, is put before the words as it would be printed. */
function withListLabel({ role, text }: Line): TracedText {
  const given = role?.kind === 'list-item' ? role.label : null
  // "a." and "a)" are what browsers print for a list that the document means as (a).
  const label = given?.replace(/^([a-z]|[ivx]{1,5})[.)]$/, '($1)') ?? null
  return label === null || given === null || text.text.startsWith(label) || text.text.startsWith(given)
    ? text
    : splice(text, 0, 0, `${label} `)
}

const ITEM = /^\(([a-z]|[ivx]{2,5})\)\s/

/** Whether a line goes on in the text before it or begins a new line of its paragraph. */
function separatorOf(line: Line, parts: readonly Part[]): Part['separator'] {
  const before = parts.at(-1)?.text.text ?? ''
  if (line.role?.kind === 'list-item' || line.role?.kind === 'table-row' || /^[•–-]\s/.test(line.text.text)) return '\n'
  const item = ITEM.exec(line.text.text)
  if (item !== null) {
    const first = item[1] === 'a' || item[1] === 'i'
    const listed = parts.some(({ text, separator }) => separator === '\n' && ITEM.test(text.text))
    const closed = endsClause(before) || /\b(?:and|or)$/.test(before)
    return closed && (line.gapBefore || listed || (first && before.endsWith(':'))) ? '\n' : ' '
  }
  return line.gapBefore && !line.interrupted && endsClause(before) ? '\n' : ' '
}
