/** Takes out of a source's lines what is not text: marks, furniture, the bodies of notes, and markers. */
import { withoutFurniture } from './furniture.ts'
import { readLines, type Line } from './lines.ts'
import { liftWrittenMarkers, looksLikeMarkdown, readMarkup } from './markup.ts'
import type { Removed } from './model.ts'
import { liftBareMarkers } from './note-markers.ts'
import { withoutNotes, type NoteBody } from './notes.ts'
import type { NumberedLine } from './numbering.ts'
import type { Source } from './source.ts'

export interface ClearLines {
  lines: Line[]
  notes: NoteBody[]
  symbols: ReadonlyMap<string, number>
}

/** Marks, furniture and the bodies of notes are taken out of the lines. */
export function clearLines(source: Source, removed: Removed[]): ClearLines {
  const raw = readLines(source)
  const marked = source.format === 'markdown' || (source.format === 'text' && looksLikeMarkdown(raw))
  const written = raw.map(liftWrittenMarkers)
  const markup = marked ? readMarkup(written) : { lines: written, removed: [] }
  const cleared = withoutFurniture(markup.lines)
  removed.push(...markup.removed, ...cleared.removed)
  const rules = new Set(cleared.removed.filter(({ why }) => why === 'rule').map(({ line }) => line))
  const behindRule = new Set(cleared.lines.filter((line, index) => followsRule(line, cleared.lines[index - 1], rules)))
  return { ...withoutNotes(cleared.lines, behindRule), symbols: cleared.symbols }
}

function followsRule(line: Line, before: Line | undefined, rules: ReadonlySet<number>): boolean {
  for (let number = line.number - 1; number > (before?.number ?? 0); number--) if (rules.has(number)) return true
  return false
}

/** Bare markers can be told from other numbers only when it is known which numbers begin paragraphs. */
export function liftMarkers(source: Source, lines: Line[], chain: readonly NumberedLine[]): Line[] {
  const labels = new Map(
    chain.flatMap(({ index, labelLength }) => {
      const line = lines[index]
      return line === undefined ? [] : [[line, labelLength] as const]
    }),
  )
  const written = lines.some(({ text }) => text.marks.length > 0)
  return written || source.format === 'html' || source.format === 'docx' ? lines : liftBareMarkers(lines, labels)
}
