/** The API of coverage: what `GET /api/boards/:id/coverage` says of which paragraphs the board's cards cite, and which not. */

/** The `by` of the query; its `report` is the symbol of one report, without which all are answered. */
export const COVERAGE_BY = ['regions', 'themes'] as const
export type CoverageBy = (typeof COVERAGE_BY)[number]

export interface CitingCard {
  id: string
  title: string
}

export interface ParagraphCoverage {
  number: number
  /** Ids of the cards that cite it. Empty: none does yet. Archived cards do not count. */
  cards: readonly string[]
}

export interface CoverageColumn {
  /** A region's or theme's id; `none` for paragraphs that belong to no column. */
  id: string
  name: string
}

export interface SectionCoverage {
  id: string
  heading: string
  level: number
  parent: string | null
  /** All that stands directly under the heading. */
  paragraphs: ParagraphCoverage[]
  /** Their numbers by column; columns without a paragraph are left out, and one paragraph may stand in several. */
  columns: { id: string; paragraphs: number[] }[]
}

export interface UncitedParagraph {
  number: number
  section: string
  digest: string
}

export interface ReportCoverage {
  symbol: string
  title: string
  /** ISO 8601 date. */
  date: string
  /** How many paragraphs it has, and how many of them a card cites. */
  paragraphs: number
  cited: number
  sections: SectionCoverage[]
  uncited: UncitedParagraph[]
}

export interface LookAgainEntry {
  /** Its id. */
  card: string
  /** The report that the card cites, and the newest of the same series. */
  cites: string
  newest: string
}

export interface CoverageAnswer {
  by: CoverageBy
  columns: CoverageColumn[]
  /** All that cite something; everywhere else they are named by their ids. */
  cards: CitingCard[]
  /** Newest first. */
  reports: ReportCoverage[]
  lookAgain: LookAgainEntry[]
}
