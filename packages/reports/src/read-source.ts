/** From a document's text to a Report: the rules in their order. Nothing throws; what is not understood stays as text. */
import { readBody, type Body } from './body.ts'
import { clearLines, liftMarkers } from './clear-lines.ts'
import { findingsOf } from './findings.ts'
import { readFrontMatter } from './front-matter.ts'
import { guessIdentity, identityWarnings, readNumber } from './identity.ts'
import { joinLines, type Part } from './line-hyphens.ts'
import { lineFinder, type Line } from './lines.ts'
import { splitAtMissingNumbers } from './missing-numbers.ts'
import type { ReadNote, ReadParagraph, ReadReport, Removed, Repair } from './model.ts'
import type { NoteBody } from './notes.ts'
import type { Source } from './source.ts'
import { mendSplits } from './split-words.ts'
import { subParagraphsOf } from './sub-paragraphs.ts'
import { normalizeSymbol } from './symbols.ts'
import { traceOf, type TracedText } from './traced-text.ts'
import { structureWarnings } from './warnings.ts'
import { countWords } from './word-counts.ts'

/** `symbol`: the document's symbol as a person gave it, for one that does not name its own. */
export interface Hints {
  symbol?: string
}

type Mend = (parts: readonly Part[]) => { text: TracedText; repairs: Repair[] }

export function readSource(source: Source, hints: Hints = {}): ReadReport {
  const removed: Removed[] = []
  const repairs: Repair[] = []
  const cleared = clearLines(source, removed)
  const numbered = splitAtMissingNumbers(cleared.lines, repairs)
  const chain = numbered.chain
  const lines = liftMarkers(source, numbered.lines, chain)
  const counts = countWords([...lines, ...cleared.notes].map(({ text }) => text.text))
  const lineOf = lineFinder(source)
  const mend: Mend = (parts) => {
    const joined = joinLines(parts, counts)
    const mended = mendSplits(joined.text, counts, lineOf)
    return { text: mended.text, repairs: [...joined.repairs, ...mended.repairs] }
  }
  const body = readBody(lines, chain, counts, (text) => mendSplits(text, counts, lineOf))
  repairs.push(...body.repairs)
  const front = readFrontMatter(body.front, body.paragraphs.length > 0 || body.outline.sections.length > 0)
  removed.push(...front.removed)
  const title = mend(front.title.map((line) => ({ text: line.text, separator: ' ', line: line.number })))
  const paragraphs = [...frontParagraphs(front.text), ...body.paragraphs].map((paragraph) =>
    finish(paragraph, mend, repairs),
  )
  const notes = cleared.notes.map((note) => finishNote(note, mend, repairs, paragraphs))
  repairs.push(...title.repairs)
  const identity = identify(title.text.text, front, cleared.symbols, paragraphs, hints)
  const known = { ...identity, sections: body.outline.sections, paragraphs, notes, removed }
  const markersWithoutNotes = unboundMarkers(paragraphs, notes, body)
  return {
    ...known,
    titleTrace: traceOf(title.text),
    markersWithoutNotes,
    ...findingsOf(paragraphs, notes, identity.symbol),
    repairs: repairs.sort((a, b) => a.line - b.line),
    removed: removed.sort((a, b) => a.line - b.line),
    warnings: [
      ...source.warnings,
      ...identityWarnings(identity, identity.guess),
      ...structureWarnings({ ...known, repairs, markersWithoutNotes, chain }),
    ],
  }
}

type Unfinished = Body['paragraphs'][number]

function frontParagraphs(lines: readonly Line[]): Unfinished[] {
  const paragraphs: Unfinished[] = []
  for (const line of lines) {
    const part: Part = { text: line.text, separator: ' ', line: line.number }
    if (!line.gapBefore && paragraphs.length > 0) paragraphs.at(-1)?.parts.push(part)
    else paragraphs.push({ number: null, section: null, parts: [part], labels: [], line: line.number })
  }
  return paragraphs
}

function finish({ number, section, parts, labels, line }: Unfinished, mend: Mend, repairs: Repair[]): ReadParagraph {
  const mended = mend(parts)
  repairs.push(...mended.repairs)
  const { text, marks } = mended.text
  return {
    number,
    section,
    text,
    subparagraphs: subParagraphsOf(text),
    notes: marks.map(({ marker, index }) => ({ marker, at: index })),
    line,
    ...traceOf(mended.text, labels),
  }
}

function finishNote(note: NoteBody, mend: Mend, repairs: Repair[], paragraphs: readonly ReadParagraph[]): ReadNote {
  const mended = mend([{ text: note.text, separator: ' ', line: note.line }])
  repairs.push(...mended.repairs)
  const bound = paragraphs.find(({ notes }) => notes.some(({ marker }) => marker === note.marker))
  const { marker, line, labels } = note
  return { marker, text: mended.text.text, paragraph: bound?.number ?? null, line, ...traceOf(mended.text, labels) }
}

function identify(
  written: string,
  front: { date: string | null; symbols: string[] },
  symbols: ReadonlyMap<string, number>,
  paragraphs: readonly ReadParagraph[],
  hints: Hints,
): Pick<ReadReport, 'symbol' | 'title' | 'number' | 'date' | 'guess'> {
  const most = [...symbols].sort(([, a], [, b]) => b - a)[0]?.[0]
  const given = hints.symbol === undefined ? null : normalizeSymbol(hints.symbol)
  const symbol = given ?? most ?? front.symbols[0] ?? null
  const title = written === '' ? null : written
  const number = readNumber(
    title,
    paragraphs.slice(0, 6).map(({ text }) => text),
  )
  return { symbol, title, number, date: front.date, guess: guessIdentity({ symbol, title, number, date: front.date }) }
}

function unboundMarkers(
  paragraphs: readonly ReadParagraph[],
  notes: readonly ReadNote[],
  { outline }: Body,
): ReadReport['markersWithoutNotes'] {
  const bodies = new Set(notes.map(({ marker }) => marker))
  const inText = paragraphs.flatMap(({ number, notes: markers }) =>
    markers.map(({ marker }) => ({ marker, paragraph: number })),
  )
  const inHeadings = outline.markers.map((marker) => ({ marker, paragraph: null }))
  return [...inHeadings, ...inText]
    .filter(({ marker }) => !bodies.has(marker))
    .sort((a, b) => Number(a.marker) - Number(b.marker))
}
