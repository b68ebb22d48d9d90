/** What a report says that no card has taken up yet: its sections, and in each of them what its paragraphs are about. */
import type {
  CoverageBy,
  CoverageColumn,
  ParagraphCoverage,
  ReportCoverage,
  SectionCoverage,
  UncitedParagraph,
} from '@briefboard/protocol'
import { citationKey } from './citation.ts'
import type { CitingByParagraph } from './cited.ts'
import type { Steps } from './doc/steps.ts'
import { NONE, THEMES, type Board, type Paragraph, type Report, type Section } from './model.ts'

/** Of the column for paragraphs that are about no other. */
export const NO_COLUMN = NONE

export function coverageColumns({ regions }: Pick<Board, 'regions'>, by: CoverageBy): CoverageColumn[] {
  return by === 'regions'
    ? [...regions.map(({ id, name }) => ({ id, name })), { id: NO_COLUMN, name: 'No region' }]
    : [...Object.entries(THEMES).map(([id, name]) => ({ id, name })), { id: NO_COLUMN, name: 'No theme' }]
}

interface CoverageGround {
  citing: CitingByParagraph
  by: CoverageBy
  columns: readonly CoverageColumn[]
}

/** Every paragraph stands in each of its columns, or in that for those which are about no other. */
export function* reportCoverageSteps(ground: CoverageGround, report: Report): Steps<ReportCoverage> {
  const { symbol, title, date, paragraphs } = report
  const bySection = Map.groupBy(paragraphs, ({ section }) => section)
  const places = new Map(ground.columns.map(({ id }, place) => [id, place]))
  const sections: SectionCoverage[] = []
  for (const section of report.sections) {
    yield
    sections.push(yield* sectionSteps(ground, { symbol, section, paragraphs: bySection.get(section.id) ?? [], places }))
  }
  const uncited = yield* uncitedSteps(ground.citing, report)
  return {
    symbol,
    title,
    date,
    paragraphs: paragraphs.length,
    cited: paragraphs.length - uncited.length,
    sections,
    uncited,
  }
}

const citedIn = (citing: CitingByParagraph, symbol: string, { number }: Paragraph): readonly string[] =>
  citing.get(citationKey({ symbol, paragraph: number })) ?? []

function* uncitedSteps(citing: CitingByParagraph, { symbol, paragraphs }: Report): Steps<UncitedParagraph[]> {
  const uncited: UncitedParagraph[] = []
  for (const paragraph of paragraphs) {
    yield
    const { number, section, digest } = paragraph
    if (citedIn(citing, symbol, paragraph).length === 0) uncited.push({ number, section, digest })
  }
  return uncited
}

interface SectionGround {
  symbol: string
  section: Section
  paragraphs: readonly Paragraph[]
  /** Of the columns, in their order. */
  places: ReadonlyMap<string, number>
}

function* sectionSteps(
  { citing, by }: CoverageGround,
  { symbol, section, paragraphs, places }: SectionGround,
): Steps<SectionCoverage> {
  const told: ParagraphCoverage[] = []
  const cells = new Map<string, number[]>()
  for (const paragraph of paragraphs) {
    yield
    told.push({ number: paragraph.number, cards: citedIn(citing, symbol, paragraph) })
    for (const column of columnsOf(paragraph[by], places)) {
      const cell = cells.get(column)
      // Added in place: a new list for each paragraph would be copied in the square of the paragraphs of one cell.
      if (cell === undefined) cells.set(column, [paragraph.number])
      else cell.push(paragraph.number)
    }
  }
  const placeOf = (column: string): number => places.get(column) ?? 0
  const columns = [...cells].map(([id, numbers]) => ({ id, paragraphs: numbers }))
  const { id, heading, level, parent } = section
  return {
    ...{ id, heading, level, parent, paragraphs: told },
    columns: columns.toSorted((a, b) => placeOf(a.id) - placeOf(b.id)),
  }
}

function columnsOf(about: readonly string[], places: ReadonlyMap<string, number>): string[] {
  const columns = [...new Set(about)].filter((id) => id !== NO_COLUMN && places.has(id))
  return columns.length === 0 ? [NO_COLUMN] : columns
}
