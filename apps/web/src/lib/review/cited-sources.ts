/** What a card cites, by document: each paragraph once, in the order of the report, with where on the card it is cited. */
import { citationKey, citationsOf, type Block, type Card, type Citation, type Report } from '@briefboard/board'

type CitedIn = 'assessment' | 'judgement' | 'gaps' | 'figures'

interface CitedParagraph {
  citation: Citation
  /** Null where the board has no such report. */
  digest: string | null
  where: CitedIn[]
}

export interface CitedDocument {
  symbol: string
  report: Report | null
  paragraphs: CitedParagraph[]
}

interface Citing {
  assessment: readonly Block[]
  card: Pick<Card, 'judgements' | 'gaps'>
  figures: readonly { citation: Citation }[]
}

/** Newest document first. */
export function citedDocuments({ assessment, card, figures }: Citing, reports: readonly Report[]): CitedDocument[] {
  const cited: [CitedIn, Citation[]][] = [
    ['assessment', citationsOf(assessment)],
    ['judgement', card.judgements.flatMap(({ citations }) => citations)],
    ['gaps', card.gaps.flatMap(({ citations }) => citations)],
    ['figures', figures.map(({ citation }) => citation)],
  ]
  const places = new Map<string, { citation: Citation; where: Set<CitedIn> }>()
  for (const [where, citations] of cited) {
    for (const citation of citations) {
      const key = citationKey(citation)
      const place = places.get(key) ?? { citation, where: new Set() }
      places.set(key, place)
      place.where.add(where)
    }
  }
  const bySymbol = Map.groupBy(places.values(), ({ citation }) => citation.symbol)
  const documents = [...bySymbol].map(([symbol, found]) => documentOf(symbol, found, reports))
  return documents.toSorted(
    (a, b) => (b.report?.date ?? '').localeCompare(a.report?.date ?? '') || b.symbol.localeCompare(a.symbol),
  )
}

function documentOf(
  symbol: string,
  found: { citation: Citation; where: Set<CitedIn> }[],
  reports: readonly Report[],
): CitedDocument {
  const report = reports.find((candidate) => candidate.symbol === symbol) ?? null
  const paragraphs = found
    .toSorted(
      ({ citation: a }, { citation: b }) => a.paragraph - b.paragraph || (a.sub ?? '').localeCompare(b.sub ?? ''),
    )
    .map(({ citation, where }) => ({
      citation,
      digest: report?.paragraphs.find(({ number }) => number === citation.paragraph)?.digest ?? null,
      where: [...where],
    }))
  return { symbol, report, paragraphs }
}
