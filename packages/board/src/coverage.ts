/** What the reports say that no card has taken up yet, and which cards rest on a report that has a successor. */
import { citationKey } from './citation.ts'
import { citedBy, citingCards, type Citing } from './cited.ts'
import type { Board, Paragraph, Report, Section } from './model.ts'

export interface CoveredParagraph {
  number: number
  /** Empty: no card cites it yet. */
  cards: Citing[]
}

export interface CoverageRow {
  section: Section
  /** What the section says, for each column by its id; a paragraph may stand in several columns, or in none. */
  cells: Map<string, CoveredParagraph[]>
  /** All paragraphs directly under the section. */
  paragraphs: CoveredParagraph[]
}

export interface Coverage {
  symbol: string
  rows: CoverageRow[]
  /** In the order of the report. */
  uncited: Paragraph[]
}

/** Sections of a report against what its paragraphs are about. */
export function coverageOf(board: Board, report: Report, by: 'regions' | 'themes'): Coverage {
  const citing = citingCards(board)
  const cardsOf = ({ number }: Paragraph): Citing[] =>
    citing.get(citationKey({ symbol: report.symbol, paragraph: number })) ?? []
  const bySection = Map.groupBy(report.paragraphs, ({ section }) => section)
  const rows = report.sections.map((section) => {
    const paragraphs = bySection.get(section.id) ?? []
    const cells = new Map<string, CoveredParagraph[]>()
    for (const paragraph of paragraphs) {
      const covered = { number: paragraph.number, cards: cardsOf(paragraph) }
      for (const column of new Set(paragraph[by])) cells.set(column, [...(cells.get(column) ?? []), covered])
    }
    return { section, cells, paragraphs: paragraphs.map((one) => ({ number: one.number, cards: cardsOf(one) })) }
  })
  return { symbol: report.symbol, rows, uncited: report.paragraphs.filter((one) => cardsOf(one).length === 0) }
}

export interface LookAgain {
  card: Citing
  /** The report that it cites, and the newest of the same series. */
  cites: string
  newest: string
}

/** Cards that cite a report of which the board has a newer one, and do not cite the newest yet. */
export function cardsToLookAgain(board: Board, reports: readonly Report[]): LookAgain[] {
  const newest = new Map<string, Report>()
  for (const report of reports) {
    const known = newest.get(report.series)
    if (known === undefined || report.number > known.number) newest.set(report.series, report)
  }
  const bySymbol = new Map(reports.map((report) => [report.symbol, report]))
  return board.cards
    .filter(({ status }) => status !== 'archived')
    .flatMap((card) => {
      const symbols = new Set(citedBy(board, card).map(({ symbol }) => symbol))
      return [...latestCited(symbols, bySymbol)].flatMap(([series, cited]) => {
        const successor = newest.get(series)
        if (successor === undefined || symbols.has(successor.symbol) || successor.number <= cited.number) return []
        return [{ card: { id: card.id, title: card.title }, cites: cited.symbol, newest: successor.symbol }]
      })
    })
}

/** Of each series, the newest report among those cited. */
function latestCited(symbols: ReadonlySet<string>, bySymbol: ReadonlyMap<string, Report>): Map<string, Report> {
  const latest = new Map<string, Report>()
  for (const symbol of symbols) {
    const report = bySymbol.get(symbol)
    if (report === undefined) continue
    const known = latest.get(report.series)
    if (known === undefined || report.number > known.number) latest.set(report.series, report)
  }
  return latest
}
