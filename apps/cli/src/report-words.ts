/** What was understood of a document, for a person at a terminal, and as the JSON that programs read. */
import type { ReadReport } from '@briefboard/reports'

const SHOWN_OF_A_GROUP = 3

/** Every text is somebody else's: one line each, and no control characters that a terminal would obey. */
export function reportInWords(report: ReadReport): string {
  const { symbol, title, number, date, paragraphs, notes } = report
  const numbered = paragraphs.filter((paragraph) => paragraph.number !== null)
  const [first, last] = [numbered[0]?.number, numbered.at(-1)?.number]
  const range = numbered.length > 1 ? ` (${first} to ${last})` : ''
  return [
    `Title:      ${shown(title) ?? 'none found'}`,
    `Symbol:     ${symbol ?? `not in the document${report.guess.symbol === null ? '' : `; perhaps ${report.guess.symbol}`}. --symbol says it.`}`,
    ...(number === null ? [] : [`In series:  ${number}`]),
    ...(date === null ? [] : [`Date:       ${date}`]),
    `Sections:   ${report.sections.length}`,
    `Paragraphs: ${numbered.length} numbered${range}, ${paragraphs.length - numbered.length} without a number`,
    `Notes:      ${notes.length}${missingNotes(report)}`,
    `References: ${report.references.length} to documents, ${report.listReferences.length} to list entries`,
    `Figures:    ${report.figures.length}`,
    `Places:     ${report.countries.length} countries, ${report.regions.length} regions`,
    ...repairGroups(report),
    ...removedGroups(report),
    ...warnings(report),
  ].join('\n')
}

/** Without the bookkeeping of where each character came from. */
export function reportAsJson(report: ReadReport): string {
  const { symbol, title, number, date, guess, references, listReferences, figures, countries, regions } = report
  const plain = {
    symbol,
    title,
    number,
    date,
    guess,
    sections: report.sections.map(({ id, heading, label, level, parent }) => ({ id, heading, label, level, parent })),
    paragraphs: report.paragraphs.map(({ number, section, text, subparagraphs, notes }) => ({
      number,
      section,
      text,
      subparagraphs,
      notes,
    })),
    notes: report.notes.map(({ marker, text, paragraph }) => ({ marker, text, paragraph })),
    markersWithoutNotes: report.markersWithoutNotes,
    references,
    listReferences,
    figures,
    countries,
    regions,
    repairs: report.repairs.map(({ kind, line, before, after }) => ({ kind, line, before, after })),
    removed: report.removed.map(({ text, line, why }) => ({ text, line, why })),
    warnings: report.warnings,
  }
  return JSON.stringify(plain, null, 2)
}

function missingNotes({ markersWithoutNotes }: ReadReport): string {
  const count = markersWithoutNotes.length
  return count === 0 ? '' : `, and ${count} marker(s) whose note is not in the document`
}

function repairGroups({ repairs }: ReadReport): string[] {
  if (repairs.length === 0) return []
  const groups = Object.entries(Object.groupBy(repairs, ({ kind }) => kind))
  return [
    `Repairs:    ${repairs.length}`,
    ...groups.map(([kind, of = []]) =>
      group(
        kind,
        of.length,
        of.map(({ line, before, after }) => `line ${line} “${shown(before)}” → “${shown(after)}”`),
      ),
    ),
  ]
}

function removedGroups({ removed }: ReadReport): string[] {
  if (removed.length === 0) return []
  const groups = Object.entries(Object.groupBy(removed, ({ why }) => why))
  return [
    `Taken out:  ${removed.length}`,
    ...groups.map(([why, of = []]) =>
      group(
        why,
        of.length,
        of.map(({ line, text }) => `line ${line} “${shown(text)}”`),
      ),
    ),
  ]
}

function warnings({ warnings }: ReadReport): string[] {
  if (warnings.length === 0) return ['Warnings:   none']
  return [`Warnings:   ${warnings.length}`, ...warnings.map((warning) => `  ${shown(warning)}`)]
}

function group(what: string, count: number, examples: readonly string[]): string {
  const more = count > SHOWN_OF_A_GROUP ? ', …' : ''
  return `  ${count} × ${what}: ${examples.slice(0, SHOWN_OF_A_GROUP).join(', ')}${more}`
}

function shown(text: string): string
function shown(text: string | null): string | null
function shown(text: string | null): string | null {
  return text === null ? null : text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
}
