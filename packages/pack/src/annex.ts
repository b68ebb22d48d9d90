/** The paragraphs that the shown cards rest on: everything cited, by document and number, and nothing more. */
import { citationsOf, citationUrl, quotationsOf, quotationState, type Citation, type Report } from '@briefboard/board'
import type { ProjectedCard, ProjectedQuotation, ProjectedReport } from './projection.ts'

/** Documents by date, then those that the board has no report of, by symbol. */
export function annexOf(reports: readonly Report[], cards: readonly ProjectedCard[]): ProjectedReport[] {
  const cited = Map.groupBy(cards.flatMap(citedBy), ({ symbol }) => symbol)
  return [...cited]
    .map(([symbol, citations]) => {
      const byNumber = Map.groupBy(citations, ({ paragraph }) => paragraph)
      return documentOf(
        symbol,
        [...byNumber].toSorted(([a], [b]) => a - b),
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

function documentOf(
  symbol: string,
  cited: readonly [number, Citation[]][],
  report: Report | undefined,
): ProjectedReport {
  const paragraphs = cited.map(([number, citations]) => {
    const paragraph = report?.paragraphs.find((candidate) => candidate.number === number)
    const heading = report?.sections.find(({ id }) => id === paragraph?.section)?.heading ?? ''
    const quotations = quotedIn(citations)
    return { number, heading, digest: paragraph?.digest ?? '', ...(quotations.length > 0 && { quotations }) }
  })
  return { symbol, title: report?.title ?? '', date: report?.date ?? '', url: citationUrl(symbol), paragraphs }
}

/** A pack does not have the documents' texts, so it says only whether the words are those that were taken. */
function quotedIn(citations: readonly Citation[]): ProjectedQuotation[] {
  return quotationsOf(citations).map((quotation) => ({
    text: quotation.text,
    hash: quotation.hash,
    altered: quotationState(quotation, null) === 'altered',
  }))
}

const place = ({ date, symbol }: ProjectedReport): string => `${date === '' ? '9' : date} ${symbol}`
