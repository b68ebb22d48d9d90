/** Text that remembers, for every character, where in the source it stood, through all cutting, joining and mending. */
import type { Span, Traced } from './model.ts'

/** A note's marker that was lifted out of a text, at the place where it stood. */
export interface Mark {
  marker: string
  /** Index in the text behind which it stood. */
  index: number
  span: Span
}

export interface TracedText {
  text: string
  /** Source offset of each character; -1 for one that the source does not have. */
  at: number[]
  marks: Mark[]
}

export const EMPTY: TracedText = { text: '', at: [], marks: [] }

/** `text` as it stands in the source from `start` on. */
export function trace(text: string, start: number): TracedText {
  const at: number[] = []
  for (let offset = start; offset < start + text.length; offset++) at.push(offset)
  return { text, at, marks: [] }
}

/** A piece; a mark at a border belongs to the text before it. */
export function cut(whole: TracedText, from: number, to = whole.text.length): TracedText {
  const marks = whole.marks
    .filter(({ index }) => (index > from || (from === 0 && index === 0)) && index <= to)
    .map((mark) => ({ ...mark, index: mark.index - from }))
  return { text: whole.text.slice(from, to), at: whole.at.slice(from, to), marks }
}

/** The text without what stands from `from` to `to`, with `insert` in its place. */
export function splice(whole: TracedText, from: number, to: number, insert = ''): TracedText {
  const moved = insert.length - (to - from)
  const place = (index: number): number => (index <= from ? index : index >= to ? index + moved : from)
  return {
    text: whole.text.slice(0, from) + insert + whole.text.slice(to),
    at: [...whole.at.slice(0, from), ...Array.from(insert, () => -1), ...whole.at.slice(to)],
    marks: whole.marks.map((mark) => ({ ...mark, index: place(mark.index) })),
  }
}

export interface Edit {
  from: number
  to: number
  insert?: string
}

/** Several edits at once, in order and without overlaps: a long text is copied one time only. */
export function spliceAll(whole: TracedText, edits: readonly Edit[]): TracedText {
  if (edits.length === 0) return whole
  const parts: { text: TracedText; separator: string }[] = []
  let from = 0
  for (const edit of edits) {
    parts.push({
      text: { ...EMPTY, text: whole.text.slice(from, edit.from), at: whole.at.slice(from, edit.from) },
      separator: '',
    })
    const insert = edit.insert ?? ''
    parts.push({ text: { ...EMPTY, text: insert, at: Array.from(insert, () => -1) }, separator: '' })
    from = edit.to
  }
  parts.push({ text: { ...EMPTY, text: whole.text.slice(from), at: whole.at.slice(from) }, separator: '' })
  const moved = (index: number): number =>
    edits.reduce((place, { from: start, to, insert = '' }) => {
      if (index <= start) return place
      return place + insert.length - (Math.min(index, to) - start) - (index < to ? insert.length : 0)
    }, index)
  const marks = whole.marks.map((mark) => ({ ...mark, index: moved(mark.index) }))
  return { ...join(parts), marks }
}

export interface MarkPlace {
  from: number
  to: number
  /** "3", or "3,4" for two at one place. */
  marker: string
}

/** The markers that stand at these places, given in order, are lifted out. White space before each goes with it. */
export function liftMarks(whole: TracedText, places: readonly MarkPlace[]): TracedText {
  if (places.length === 0) return whole
  let gone = 0
  const marks: Mark[] = []
  const edits = places.map(({ from, to, marker }): Edit => {
    let start = from
    while (start > 0 && /\s/.test(whole.text.charAt(start - 1))) start--
    const [first, end] = [whole.at[from] ?? 0, (whole.at[to - 1] ?? 0) + 1]
    // Several at one place share it; the first accounts for all their characters.
    for (const [order, name] of marker.split(',').entries())
      marks.push({ marker: name, index: start - gone, span: [order === 0 ? first : end, end] })
    gone += to - start
    return { from: start, to }
  })
  const rest = spliceAll(whole, edits)
  return { ...rest, marks: [...rest.marks, ...marks].sort((one, other) => one.span[0] - other.span[0]) }
}

export function join(parts: { text: TracedText; separator: string }[]): TracedText {
  const texts: string[] = []
  const at: number[] = []
  const marks: Mark[] = []
  let length = 0
  for (const { text, separator } of parts) {
    const between = length === 0 ? '' : separator
    texts.push(between, text.text)
    for (let n = 0; n < between.length; n++) at.push(-1)
    for (const offset of text.at) at.push(offset)
    for (const mark of text.marks) marks.push({ ...mark, index: mark.index + length + between.length })
    length += between.length + text.text.length
  }
  return { text: texts.join(''), at, marks }
}

/** Without white space at its ends; marks there stay at the ends. */
export function trim(whole: TracedText): TracedText {
  const from = whole.text.length - whole.text.trimStart().length
  const to = Math.max(from, whole.text.trimEnd().length)
  const marks = whole.marks.map((mark) => ({ ...mark, index: Math.min(Math.max(mark.index, from), to) - from }))
  return { text: whole.text.slice(from, to), at: whole.at.slice(from, to), marks }
}

/** Neighbouring offsets as spans; the order of the source. */
export function spansOf(offsets: readonly number[]): Span[] {
  const spans: Span[] = []
  for (const offset of offsets) {
    const last = spans.at(-1)
    if (offset < 0) continue
    if (last !== undefined && last[1] === offset) last[1] = offset + 1
    else spans.push([offset, offset + 1])
  }
  return spans
}

/** The record of a text's origin that goes into the report. */
export function traceOf({ text, at, marks }: TracedText, labels: Span[] = []): Traced {
  const inserted = at.flatMap((offset, index) => (offset < 0 && /\S/.test(text.charAt(index)) ? [index] : []))
  return { spans: spansOf(at), labels: [...labels, ...marks.map(({ span }) => span)], inserted }
}
