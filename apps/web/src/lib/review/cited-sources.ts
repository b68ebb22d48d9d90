/** What a card cites, by document: each paragraph once, in the order of the report, with where on the card it is cited. */
import {
  citationKey,
  citationsOf,
  quotationsOf,
  type Block,
  type Card,
  type Citation,
  type Quotation,
  type Report,
} from '@briefboard/board'

type CitedIn = 'assessment' | 'judgement' | 'gaps' | 'figures'

interface CitedParagraph {
  /** The place, whatever is quoted of it. */
  citation: Citation
  /** The same words once, wherever on the card they are quoted. */
  quotations: Quotation[]
  /** Null where the board has no such report. */
  digest: string | null
  where: CitedIn[]
}

export interface CitedDocument {
  symbol: string
  report: Report | null
  paragraphs: CitedParagraph[]
}

/** All citations of one place, and where on the card they stand. */
interface Place {
  citations: Citation[]
  where: Set<CitedIn>
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
  const places = new Map<string, Place>()
  for (const [where, citations] of cited) {
    for (const citation of citations) {
      const key = citationKey(citation)
      const place = places.get(key) ?? { citations: [], where: new Set() }
      places.set(key, place)
      place.citations.push(citation)
      place.where.add(where)
    }
  }
  const paragraphs = [...places.values()].flatMap((place) => paragraphAt(place, reports))
  const bySymbol = Map.groupBy(paragraphs, ({ citation }) => citation.symbol)
  const documents = [...bySymbol].map(([symbol, found]) => documentOf(symbol, found, reports))
  return documents.toSorted(
    (a, b) => (b.report?.date ?? '').localeCompare(a.report?.date ?? '') || b.symbol.localeCompare(a.symbol),
  )
}

function paragraphAt({ citations, where }: Place, reports: readonly Report[]): CitedParagraph[] {
  const [first] = citations
  if (first === undefined) return []
  const { quotation: _, ...citation } = first
  const report = reports.find(({ symbol }) => symbol === citation.symbol)
  const digest = report?.paragraphs.find(({ number }) => number === citation.paragraph)?.digest ?? null
  return [{ citation, quotations: quotationsOf(citations), digest, where: [...where] }]
}

function documentOf(symbol: string, found: CitedParagraph[], reports: readonly Report[]): CitedDocument {
  const paragraphs = found.toSorted(
    ({ citation: a }, { citation: b }) => a.paragraph - b.paragraph || (a.sub ?? '').localeCompare(b.sub ?? ''),
  )
  return { symbol, report: reports.find((report) => report.symbol === symbol) ?? null, paragraphs }
}
