/** What the texts of paragraphs and notes name, each with its place: other documents, list entries, figures, countries. */
import { figuresIn } from './figures.ts'
import type { Place, ReadNote, ReadParagraph, ReadReport } from './model.ts'
import { placesIn } from './places.ts'
import { listReferencesIn, referencesIn } from './references.ts'

type Findings = Pick<ReadReport, 'references' | 'listReferences' | 'figures' | 'countries' | 'regions'>

/** `own`: the document's own symbol, to which it does not refer as to another. */
export function findingsOf(
  paragraphs: readonly ReadParagraph[],
  notes: readonly ReadNote[],
  own: string | null,
): Findings {
  const texts: { text: string; from: Place }[] = [
    ...paragraphs.map(({ text, number }) => ({ text, from: { paragraph: number, note: null } })),
    ...notes.map(({ text, marker, paragraph }) => ({ text, from: { paragraph, note: marker } })),
  ]
  return {
    references: texts.flatMap(({ text, from }) => referencesIn(text, from, own)),
    listReferences: texts.flatMap(({ text, from }) => listReferencesIn(text, from)),
    figures: texts.flatMap(({ text, from }) => figuresIn(text, from)),
    ...placesIn(texts),
  }
}
