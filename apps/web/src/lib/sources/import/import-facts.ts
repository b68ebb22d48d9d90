/** What the reading of a document found, mended and left out, as its result page tells it. */
import { cardsToLookAgain, type Board, type CardToLookAgain, type Report } from '@briefboard/board'
import type { NamedPlace, ReadFigure, ReadReport, Repair } from '@briefboard/reports'
import type { ImportFact, ReportSummary } from '@briefboard/protocol'
import type { StoredReport } from '@briefboard/protocol/pages'

export interface RemovedGroup {
  why: string
  pieces: { text: string; line: number }[]
}

export interface ImportFacts {
  summary: ReportSummary
  imported: ImportFact
  sections: { label: string | null; heading: string; level: number }[]
  /** Numbers of paragraphs as ranges, so that what is missing between them shows. */
  numbers: [first: number, last: number][]
  paragraphs: number
  unnumbered: number
  notes: number
  markersWithoutNotes: { marker: string; paragraph: number | null }[]
  /** Other documents, the most often named first. */
  references: { symbol: string; times: number; paragraphs: number[] }[]
  listReferences: { reference: string; times: number }[]
  figures: Pick<ReadFigure, 'low' | 'high' | 'unit' | 'period' | 'basis' | 'qualifier' | 'from'>[]
  countries: Named[]
  regions: Named[]
  repairs: Pick<Repair, 'kind' | 'line' | 'before' | 'after'>[]
  removed: RemovedGroup[]
  warnings: string[]
  /** Paragraphs that only one of the two has; null where there are no digests to compare with. */
  unmatched: { onlyText: number[]; onlyDigest: number[] } | null
  lookAgain: CardToLookAgain[]
}

export interface Named {
  name: string
  /** How often it is named. */
  times: number
}

/** Null if nobody has imported the document. `board` and `reports`: the whole board that it stands on. */
export function importFacts(stored: StoredReport, board: Board, reports: readonly Report[]): ImportFacts | null {
  // Plain data that the server has read from its store.
  const text = stored.text as ReadReport | null
  const report = stored.report as Report
  if (text === null || stored.imported === null) return null
  const numbers = text.paragraphs.flatMap(({ number }) => number ?? [])
  return {
    summary: stored.summary,
    imported: stored.imported,
    sections: text.sections.map(({ label, heading, level }) => ({ label, heading, level })),
    numbers: rangesOf(numbers),
    paragraphs: text.paragraphs.length,
    unnumbered: text.paragraphs.length - numbers.length,
    notes: text.notes.length,
    markersWithoutNotes: text.markersWithoutNotes,
    references: referencesOf(text),
    listReferences: timesOf(text.listReferences.map(({ reference }) => reference)).map(([reference, times]) => ({
      ...{ reference, times },
    })),
    figures: text.figures.map(({ low, high, unit, period, basis, qualifier, from }) => ({
      ...{ low, high, unit, period, basis, qualifier, from },
    })),
    countries: text.countries.map(named),
    regions: text.regions.map(named),
    repairs: text.repairs.map(({ kind, line, before, after }) => ({ kind, line, before, after })),
    removed: groupsOf(text),
    warnings: text.warnings,
    unmatched: unmatchedOf(numbers, report),
    lookAgain: cardsToLookAgain(board, reports).filter(({ newest }) => newest === stored.summary.symbol),
  }
}

/** 1, 2, 3, 5 become 1–3 and 5. */
export function rangesOf(numbers: readonly number[]): [first: number, last: number][] {
  const ranges: [number, number][] = []
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && number === last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}

const named = ({ name, from }: NamedPlace): Named => ({ name, times: from.length })

function referencesOf({ references }: ReadReport): ImportFacts['references'] {
  const bySymbol = Map.groupBy(references, ({ symbol }) => symbol)
  return [...bySymbol]
    .map(([symbol, found]) => ({
      ...{ symbol, times: found.length },
      paragraphs: [...new Set(found.flatMap(({ paragraphs }) => paragraphs))].sort((a, b) => a - b),
    }))
    .sort((a, b) => b.times - a.times || a.symbol.localeCompare(b.symbol))
}

const timesOf = (words: readonly string[]): [string, number][] =>
  [...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length])

function groupsOf({ removed }: ReadReport): RemovedGroup[] {
  const groups = [...Map.groupBy(removed, ({ why }) => why)]
  return groups
    .map(([why, pieces]) => ({ why, pieces: pieces.map(({ text, line }) => ({ text, line })) }))
    .sort((a, b) => b.pieces.length - a.pieces.length)
}

function unmatchedOf(numbers: readonly number[], report: Report): ImportFacts['unmatched'] {
  const digested = report.paragraphs.filter(({ digest }) => digest.trim() !== '').map(({ number }) => number)
  if (digested.length === 0) return null
  const inText = new Set(numbers)
  const inDigests = new Set(digested)
  return {
    onlyText: [...inText].filter((number) => !inDigests.has(number)),
    onlyDigest: digested.filter((number) => !inText.has(number)),
  }
}
