/** The lines of a source with their place in its text, ready for the rules. */
import type { Removed } from './model.ts'
import type { Source, SourceLine } from './source.ts'
import { spansOf, trace, trim, type TracedText } from './traced-text.ts'

export interface Line {
  /** 1-based line of the source. */
  number: number
  page: number | null
  role: SourceLine['role']
  /** The whole line was set in bold type, which headings and titles are. */
  bold: boolean
  text: TracedText
  /** What the form says of breaks: a gap before this line that the author made. */
  gapBefore: boolean
  /** Something that interrupts text stood before this line: furniture, notes. Gaps around it mean nothing. */
  interrupted: boolean
}

/** The source as one string; spans are offsets into it. */
export const wholeText = (source: Source): string => source.lines.map(({ text }) => text).join('\n')

/** Reads a source's lines. Blank ones are left out and live on as `gapBefore`. */
export function readLines(source: Source): Line[] {
  const lines: Line[] = []
  let start = 0
  let gap = true
  source.lines.forEach(({ text, page, role }, index) => {
    const line = trim(trace(text, start))
    start += text.length + 1
    if (line.text === '') gap = true
    else {
      lines.push({ number: index + 1, page, role, bold: false, text: line, gapBefore: gap, interrupted: false })
      gap = false
    }
  })
  return lines
}

/** The record of a line, or a part of one, that does not go into the text. */
export function removal(line: Pick<Line, 'number'>, text: TracedText, why: string): Removed {
  return {
    text: text.text,
    line: line.number,
    why,
    spans: spansOf(text.at),
    labels: text.marks.map(({ span }) => span),
  }
}

/** Takes lines out and tells those behind them that they were interrupted; a gap before a taken line is kept. */
export function withoutLines(lines: readonly Line[], taken: ReadonlySet<Line>): Line[] {
  const kept: Line[] = []
  let gap = false
  let interrupted = false
  for (const line of lines) {
    if (taken.has(line)) {
      gap ||= line.gapBefore
      interrupted = true
    } else {
      const changed = interrupted || gap
      kept.push(
        changed ? { ...line, gapBefore: line.gapBefore || gap, interrupted: line.interrupted || interrupted } : line,
      )
      gap = false
      interrupted = false
    }
  }
  return kept
}

/** From an offset in the source's text to its line. */
export function lineFinder(source: Source): (offset: number) => number {
  const starts: number[] = []
  let start = 0
  for (const { text } of source.lines) {
    starts.push(start)
    start += text.length + 1
  }
  return (offset) => {
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low + 1
  }
}
