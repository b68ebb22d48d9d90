/** What the reports say that no card has taken up yet: sections of a report against what its paragraphs are about. */
import type { CoverageBy, ParagraphCoverage } from '@briefboard/protocol'
import { citationKey } from './citation.ts'
import { citingCards, type Citing } from './cited.ts'
import type { Board, Paragraph, Report, Section } from './model.ts'

export interface CoverageRow {
  section: Section
  /** What the section says, for each column by its id; a paragraph may stand in several columns, or in none. */
  cells: Map<string, ParagraphCoverage[]>
  /** All paragraphs directly under the section. */
  paragraphs: ParagraphCoverage[]
}

export interface Coverage {
  symbol: string
  rows: CoverageRow[]
  /** In the order of the report. */
  uncited: Paragraph[]
}

/** Keys as `citationKey` writes them, without sub-paragraph. */
export type CitingByParagraph = ReadonlyMap<string, Citing[]>

/** The board must have its assessments: what is cited there counts. */
export const coverageOf = (board: Board, report: Report, by: CoverageBy): Coverage =>
  coverageFrom(citingCards(board), report, by)

export function coverageFrom(citing: CitingByParagraph, report: Report, by: CoverageBy): Coverage {
  const covered = ({ number }: Paragraph): ParagraphCoverage => ({
    number,
    cards: citing.get(citationKey({ symbol: report.symbol, paragraph: number })) ?? [],
  })
  const bySection = Map.groupBy(report.paragraphs, ({ section }) => section)
  const rows = report.sections.map((section) => {
    const paragraphs = bySection.get(section.id) ?? []
    const cells = new Map<string, ParagraphCoverage[]>()
    for (const paragraph of paragraphs)
      for (const column of new Set(paragraph[by])) cells.set(column, [...(cells.get(column) ?? []), covered(paragraph)])
    return { section, cells, paragraphs: paragraphs.map(covered) }
  })
  return { symbol: report.symbol, rows, uncited: report.paragraphs.filter((one) => covered(one).cards.length === 0) }
}
