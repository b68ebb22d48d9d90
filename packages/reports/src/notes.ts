/** Bodies of notes: found where they interrupt the text, bound to their markers, and taken out. */
import { withoutLines, type Line } from './lines.ts'
import type { Span } from './model.ts'
import { endsSentence } from './sentences.ts'
import { cut, join, trim, type TracedText } from './traced-text.ts'

export interface NoteBody {
  marker: string
  text: TracedText
  /** The marker at the body's own head. */
  labels: Span[]
  line: number
}

/** Takes note bodies out of the lines. `afterRule`: lines that stand right behind a rule, where pages keep their notes. */
export function withoutNotes(
  lines: readonly Line[],
  afterRule: ReadonlySet<Line>,
): { lines: Line[]; notes: NoteBody[] } {
  const notes: NoteBody[] = []
  const taken = new Set<Line>()
  let last = 0
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]
    if (line === undefined) break
    const inNotes = afterRule.has(line) || (taken.has(lines[index - 1] ?? line) && !line.role)
    const head = headOf(line, inNotes, last)
    if (head === null) continue
    const body = bodyLines(lines, index, head.written)
    const rest = body.slice(1).map(({ text }) => ({ text, separator: ' ' }))
    notes.push({ ...head, text: join([{ text: head.text, separator: '' }, ...rest]), line: line.number })
    for (const part of body) taken.add(part)
    last = Number.isInteger(Number(head.marker)) ? Number(head.marker) : last
    index += body.length - 1
  }
  return { lines: withoutLines(lines, taken), notes }
}

interface Head {
  marker: string
  text: TracedText
  labels: Span[]
  /** The marker was written as one (<sup>), so the body's end is its block's end. */
  written: boolean
}

/** The head of a note's body: the form says so, or a marker opens the block, or, behind a rule, a number in sequence. */
function headOf(line: Line, inNotes: boolean, last: number): Head | null {
  if (line.role?.kind === 'note') return { ...withoutHeadMark(line, line.role.marker), written: true }
  const mark = line.text.marks[0]
  if (mark !== undefined && mark.index === 0 && (line.gapBefore || inNotes) && line.text.text !== '')
    return { ...withoutHeadMark(line, mark.marker), written: true }
  const labelled = /^\[\^(\w{1,4})\]:\s*/.exec(line.text.text)
  if (labelled !== null) return { ...cutHead(line.text, labelled[0].length, labelled[1] ?? ''), written: true }
  const numbered = inNotes ? /^(\d{1,3}|\*{1,3}|[a-z](?=\s+[A-Z]))(?:\s+(?=\S)|(?=[A-Z“]))/.exec(line.text.text) : null
  const marker = numbered?.[1] ?? ''
  const inSequence = !/^\d/.test(marker) || (Number(marker) > last && Number(marker) <= last + 20)
  return numbered === null || !inSequence ? null : { ...cutHead(line.text, numbered[0].length, marker), written: false }
}

function cutHead(text: TracedText, length: number, marker: string): Omit<Head, 'written'> {
  const label = cut(text, 0, length).at
  return { marker, text: trim(cut(text, length)), labels: [[label[0] ?? 0, (label.at(-1) ?? 0) + 1]] }
}

function withoutHeadMark(line: Line, marker: string): Omit<Head, 'written'> {
  const [first, ...others] = line.text.marks
  if (first !== undefined && first.index === 0 && first.marker === marker)
    return { marker, text: { ...line.text, marks: others }, labels: [first.span] }
  const own = new RegExp(`^\\[?\\^?${marker.replace(/\W/g, '\\$&')}\\]?[.):]*\\s+`).exec(line.text.text)
  return own === null ? { marker, text: line.text, labels: [] } : cutHead(line.text, own[0].length, marker)
}

/** A body goes on over the lines behind it until a gap, an interruption, another head, or a sentence taken up again. */
function bodyLines(lines: readonly Line[], index: number, written: boolean): Line[] {
  const first = lines[index]
  if (first === undefined || first.role !== null) return first === undefined ? [] : [first]
  let end = index + 1
  for (; end < lines.length; end++) {
    const line = lines[end]
    const text = lines[end - 1]?.text.text ?? ''
    if (line === undefined || line.gapBefore || line.interrupted || line.role !== null || line.page !== first.page)
      break
    if (line.text.marks[0]?.index === 0 || (!written && /^(?:\d{1,3}\s+\S|\d{1,3}\.(?:\s|$))/.test(line.text.text)))
      break
    if (!written && line.page === null && endsSentence(text) && /^[a-z]/.test(line.text.text)) break
  }
  return lines.slice(index, end)
}
