/** Coverage as it is told: every paragraph stands in a column, those that are about none of them in one of their own. */
import type {
  CoverageAnswer,
  CoverageBy,
  CoverageColumn,
  ParagraphCoverage,
  ReportCoverage,
  SectionCoverage,
} from '@briefboard/protocol'
import { citingCards } from './cited.ts'
import { coverageFrom, type CitingByParagraph, type CoverageRow } from './coverage.ts'
import { cardsToLookAgain } from './looked-at.ts'
import { NONE, THEMES, type Board, type Report } from './model.ts'

/** Of the column for paragraphs that are about no other. */
export const NO_COLUMN = NONE

/** `report`: the one that is asked for; all of them if left out. The board must have its assessments. */
export function coverageAnswer(
  board: Board,
  reports: readonly Report[],
  { by, report }: { by: CoverageBy; report?: string | undefined },
): CoverageAnswer {
  const columns = coverageColumns(board, by)
  const citing = citingCards(board)
  const asked = reports.filter(({ symbol }) => report === undefined || symbol === report)
  return {
    by,
    columns,
    reports: newestFirst(asked).map((one) => reportCoverage(citing, one, by, columns)),
    lookAgain: cardsToLookAgain(board, reports),
  }
}

export const newestFirst = (reports: readonly Report[]): Report[] =>
  reports.toSorted((a, b) => b.date.localeCompare(a.date) || b.number - a.number)

export function coverageColumns({ regions }: Pick<Board, 'regions'>, by: CoverageBy): CoverageColumn[] {
  return by === 'regions'
    ? [...regions.map(({ id, name }) => ({ id, name })), { id: NO_COLUMN, name: 'No region' }]
    : [...Object.entries(THEMES).map(([id, name]) => ({ id, name })), { id: NO_COLUMN, name: 'No theme' }]
}

export function reportCoverage(
  citing: CitingByParagraph,
  report: Report,
  by: CoverageBy,
  columns: readonly CoverageColumn[],
): ReportCoverage {
  const { rows, uncited } = coverageFrom(citing, report, by)
  const { symbol, title, date, paragraphs } = report
  return {
    ...{ symbol, title, date, paragraphs: paragraphs.length, cited: paragraphs.length - uncited.length },
    sections: rows.map((row) => sectionCoverage(row, columns)),
    uncited: uncited.map(({ number, section, digest }) => ({ number, section, digest })),
  }
}

function sectionCoverage(
  { section, cells, paragraphs }: CoverageRow,
  columns: readonly CoverageColumn[],
): SectionCoverage {
  const { id, heading, level, parent } = section
  const placed = new Set(columns.flatMap((column) => (cells.get(column.id) ?? []).map(({ number }) => number)))
  const inColumn = (column: string): ParagraphCoverage[] =>
    column === NO_COLUMN ? paragraphs.filter(({ number }) => !placed.has(number)) : (cells.get(column) ?? [])
  return {
    ...{ id, heading, level, parent, paragraphs },
    columns: columns
      .map((column) => ({ id: column.id, paragraphs: inColumn(column.id) }))
      .filter((column) => column.paragraphs.length > 0),
  }
}
