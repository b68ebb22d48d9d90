/** The paragraphs that the shown cards rest on: everything cited, by document and number, and nothing more. */
import { citationsOf, citationUrl, type Citation, type Report } from '@briefboard/board'
import type { ProjectedCard, ProjectedReport } from './projection.ts'

/** Documents by date, then those that the board has no report of, by symbol. */
export function annexOf(reports: readonly Report[], cards: readonly ProjectedCard[]): ProjectedReport[] {
  const cited = Map.groupBy(cards.flatMap(citedBy), ({ symbol }) => symbol)
  return [...cited]
    .map(([symbol, citations]) => {
      const numbers = [...new Set(citations.map(({ paragraph }) => paragraph))].toSorted((a, b) => a - b)
      return documentOf(
        symbol,
        numbers,
        reports.find((report) => report.symbol === symbol),
      )
    })
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1))
}

export function citedBy(card: ProjectedCard): Citation[] {
  return [
    ...citationsOf(card.assessment),
    ...[...card.history, ...card.rivals].flatMap(({ citations }) => citations),
    ...card.gaps.flatMap(({ citations }) => citations),
    ...card.figures.map(({ citation }) => citation),
  ]
}

function documentOf(symbol: string, numbers: readonly number[], report: Report | undefined): ProjectedReport {
  const paragraphs = numbers.map((number) => {
    const paragraph = report?.paragraphs.find((candidate) => candidate.number === number)
    const heading = report?.sections.find(({ id }) => id === paragraph?.section)?.heading ?? ''
    return { number, heading, digest: paragraph?.digest ?? '' }
  })
  return { symbol, title: report?.title ?? '', date: report?.date ?? '', url: citationUrl(symbol), paragraphs }
}

const place = ({ date, symbol }: ProjectedReport): string => `${date === '' ? '9' : date} ${symbol}`
