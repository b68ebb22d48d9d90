/** A report as an outline: its sections in order with their paragraphs, and the anchors by which each can be linked. */
import {
  citationKey,
  citationsOf,
  type Board,
  type Citation,
  type Paragraph,
  type Report,
  type Section,
} from '@briefboard/board'

export interface OutlinePart {
  section: Section
  paragraphs: Paragraph[]
}

/** `S-2018-80-13`: a paragraph's place on the page; of a document alone, its own. */
export const anchorOf = (symbol: string, paragraph?: number): string =>
  [symbol.replaceAll('/', '-'), ...(paragraph === undefined ? [] : [paragraph])].join('-')

/** Sections with nothing left in or under them are left out. */
export function outlineOf(report: Report, keep: (paragraph: Paragraph) => boolean): OutlinePart[] {
  const bySection = Map.groupBy(report.paragraphs.filter(keep), ({ section }) => section)
  const parents = new Map(report.sections.map(({ id, parent }) => [id, parent]))
  const wanted = new Set<string>()
  for (const id of bySection.keys()) {
    for (let at: string | null = id; at !== null && !wanted.has(at); at = parents.get(at) ?? null) wanted.add(at)
  }
  return report.sections
    .filter(({ id }) => wanted.has(id))
    .map((section) => ({ section, paragraphs: bySection.get(section.id) ?? [] }))
}

export interface Citing {
  id: string
  title: string
}

/** Which cards cite which paragraph, in their assessment, judgements, gaps or figures; keys as `citationKey` writes them, without sub-paragraph. */
export function citingCards(board: Board): Map<string, Citing[]> {
  const citing = new Map<string, Citing[]>()
  for (const card of board.cards) {
    if (card.status === 'archived') continue
    const cited: Citation[] = [
      ...citationsOf(card.assessment),
      ...card.judgements.flatMap(({ citations }) => citations),
      ...card.gaps.flatMap(({ citations }) => citations),
      ...board.figures.filter((figure) => figure.card === card.id).map(({ citation }) => citation),
    ]
    const keys = new Set(cited.map(({ symbol, paragraph }) => citationKey({ symbol, paragraph })))
    for (const key of keys) citing.set(key, [...(citing.get(key) ?? []), { id: card.id, title: card.title }])
  }
  return citing
}
