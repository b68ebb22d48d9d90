/**
 * How much a reading may hold beside the text. A text may be long; but each figure, reference, marker and place in the
 * source is a value of its own, which goes from thread to thread and is looked through by everybody who asks for figures
 * or searches: two megabytes of "1 per cent" would hold all of them up.
 */
import type { ReadReport, Traced } from '../model.ts'
import { unreadable, type UnreadableDocument } from './unreadable.ts'

/** Seven on each of 3,000 pages. */
const MOST_FINDINGS = 20_000
/** Each line of 3,000 pages, and as much again for what stands in it. */
const MOST_PARTS = 300_000

/** @throws UnreadableDocument `too-large` */
export function expectFewParts(report: ReadReport, name: string): ReadReport {
  const { figures, references, listReferences, markersWithoutNotes } = report
  const findings = figures.length + references.length + listReferences.length + markersWithoutNotes.length
  if (findings > MOST_FINDINGS) throw tooMany(name, MOST_FINDINGS, 'figures, references and marks of notes')
  if (partsOf(report) > MOST_PARTS) throw tooMany(name, MOST_PARTS, 'paragraphs, notes and pieces of text')
  return report
}

function partsOf({ paragraphs, notes, sections, countries, regions, repairs, removed }: ReadReport): number {
  const traced = [...paragraphs, ...notes, ...sections].reduce((sum, one) => sum + 1 + tracesOf(one), 0)
  const inParagraphs = paragraphs.reduce((sum, one) => sum + one.notes.length + one.subparagraphs.length, 0)
  const places = [...countries, ...regions].reduce((sum, { from }) => sum + 1 + from.length, 0)
  return traced + inParagraphs + places + repairs.length + removed.length
}

const tracesOf = ({ spans, labels, inserted }: Traced): number => spans.length + labels.length + inserted.length

const tooMany = (name: string, most: number, what: string): UnreadableDocument =>
  unreadable('too-large', {
    name,
    what: `has more than ${most.toLocaleString('en')} ${what}, the most that is read`,
    todo: 'Split it, and bring the parts one by one.',
  })
