/** Which lines are headings, and what a heading's label and words are. */
import type { Line } from './lines.ts'
import type { Span } from './model.ts'
import type { Heading, HeadingKind, Outline } from './outline.ts'
import { endsSentence } from './sentences.ts'
import { cut, trim, type TracedText } from './traced-text.ts'

export interface FoundHeading {
  heading: Omit<Heading, 'text'>
  /** The lines of its words, without the label. */
  words: { text: TracedText; line: number }[]
  /** How many lines it takes. */
  lines: number
}

export interface HeadingContext {
  lines: readonly Line[]
  outline: Outline
  isParagraph: (index: number) => boolean
  /** The line before was a heading, which ends what came before it without a full stop. */
  afterHeading: (index: number) => boolean
}

const LABEL = /^([IVX]{1,6}|[A-Z]|\d{1,2})\s?\.(?:\s+|$)/
const MAX_LENGTH = 250
const MAX_PLAIN_LENGTH = 120

/** The heading that begins at `index`; null if the line is text. */
export function headingAt(context: HeadingContext, index: number): FoundHeading | null {
  const line = context.lines[index]
  if (line === undefined || context.isParagraph(index)) return null
  const label = LABEL.exec(line.text.text)
  const found = label === null ? plainHeading(context, index, line) : labelledHeading(context, index, line, label)
  return found
}

/** The form says so, or the line is set in bold type. */
const isMarked = (line: Line): boolean => line.role?.kind === 'heading' || line.bold

const formLevel = (line: Line): number | null => (line.role?.kind === 'heading' ? line.role.level : null)

function labelledHeading(
  context: HeadingContext,
  index: number,
  line: Line,
  label: RegExpExecArray,
): FoundHeading | null {
  const before = context.lines[index - 1]
  const ended = line.gapBefore || before === undefined || context.afterHeading(index) || endsSentence(before.text.text)
  if (!isMarked(line) && !ended) return null
  const words = wordsOf(context, index, label[0].length)
  const text = words.map((part) => part.text.text).join(' ')
  const lines = words.length + (label[0].length === line.text.text.length ? 1 : 0)
  if (text === '' || (!isMarked(line) && !looksLikeHeading(text))) return null
  const { kind, ordinal } = orderOf(label[1] ?? '', context.outline)
  const fits = context.outline.expected(kind) === ordinal
  const after = context.lines[index + lines]
  const closed =
    after === undefined || after.gapBefore || context.isParagraph(index + lines) || LABEL.test(after.text.text)
  if (!isMarked(line) && !(closed && (fits || (line.gapBefore && after?.gapBefore === true)))) return null
  const at = cut(line.text, 0, label[0].trimEnd().length).at
  const labels: Span[] = [[at[0] ?? 0, (at.at(-1) ?? 0) + 1]]
  return { heading: { kind, label: label[1] ?? '', ordinal, labels, formLevel: formLevel(line) }, words, lines }
}

/** A heading's words: behind the label, or on the next line; they go on over lines that no gap parts. */
function wordsOf({ lines, isParagraph }: HeadingContext, index: number, labelLength: number): FoundHeading['words'] {
  const line = lines[index]
  if (line === undefined) return []
  const first = trim(cut(line.text, labelLength))
  const words = first.text === '' ? [] : [{ text: first, line: line.number }]
  for (let next = index + 1; next < lines.length; next++) {
    const more = lines[next]
    if (more === undefined || isParagraph(next) || more.role !== null || LABEL.test(more.text.text)) break
    const begins = words.length === 0
    if (!begins && (more.gapBefore || isMarked(line) || endsSentence(words.at(-1)?.text.text ?? ''))) break
    words.push({ text: more.text, line: more.number })
  }
  return words
}

const looksLikeHeading = (text: string): boolean =>
  text.length <= MAX_LENGTH && !/[.;:,]$/.test(text) && /^[\p{Lu}\d“"‘'(]/u.test(text)

/** A heading without a label: marked by the form, or a short line by itself in front of a numbered paragraph or heading. */
function plainHeading(context: HeadingContext, index: number, line: Line): FoundHeading | null {
  const { text } = line.text
  const short = looksLikeHeading(text) && text.length <= MAX_PLAIN_LENGTH
  const marked = line.role?.kind === 'heading' || (line.bold && looksLikeHeading(text))
  if (!marked && !(short && line.role === null && standsAlone(context, index, line))) return null
  const heading = { kind: 'plain' as const, label: null, ordinal: 0, labels: [], formLevel: formLevel(line) }
  return { heading, words: [{ text: line.text, line: line.number }], lines: 1 }
}

function standsAlone({ lines, isParagraph }: HeadingContext, index: number, line: Line): boolean {
  const [before, after] = [lines[index - 1], lines[index + 1]]
  if (!line.gapBefore || line.interrupted || before === undefined || after === undefined) return false
  if (!endsSentence(before.text.text) || !after.gapBefore) return false
  return isParagraph(index + 1)
}

/** What kind of label it is. "I", "V" and "X" are read by what should come next. */
function orderOf(label: string, outline: Outline): { kind: Exclude<HeadingKind, 'plain'>; ordinal: number } {
  if (/^\d/.test(label)) return { kind: 'arabic', ordinal: Number(label) }
  const letter = { kind: 'letter' as const, ordinal: label.charCodeAt(0) - 64 }
  if (!/^[IVX]+$/.test(label)) return letter
  const roman = { kind: 'roman' as const, ordinal: romanNumber(label) }
  const isNextLetter = label.length === 1 && outline.expected('letter') === letter.ordinal
  return isNextLetter && outline.expected('roman') !== roman.ordinal ? letter : roman
}

export function romanNumber(roman: string): number {
  const values = Array.from(roman, (digit) => ({ I: 1, V: 5, X: 10 })[digit] ?? 0)
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}
