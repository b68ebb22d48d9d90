/** A report as an outline: its sections in order with their paragraphs, and the anchors by which each can be linked. */
import type { Paragraph, Report, Section } from '@briefboard/board'

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
