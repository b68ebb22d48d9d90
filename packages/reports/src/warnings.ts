/** What a person should know of a reading, in words. */
import type { ReadReport } from './model.ts'
import type { NumberedLine } from './numbering.ts'

type Known = Pick<ReadReport, 'title' | 'paragraphs' | 'repairs' | 'markersWithoutNotes' | 'notes'> & {
  chain: readonly NumberedLine[]
}

export function structureWarnings({ title, paragraphs, repairs, markersWithoutNotes, notes, chain }: Known): string[] {
  const warnings: string[] = []
  if (title === null) warnings.push('No title was found; please enter it.')
  if (paragraphs.length === 0) warnings.push('The document has no text.')
  else if (chain.length === 0)
    warnings.push(
      'No numbered paragraphs were found, so the text was kept as plain paragraphs without numbers; they can be read, but not cited by number.',
    )
  warnings.push(...gapWarnings(chain), ...unnumbered(paragraphs, chain), ...markerWarnings(markersWithoutNotes))
  if (repairs.some(({ kind }) => kind === 'paragraph-number'))
    warnings.push(
      'Some paragraphs begin inside a line of the file, so headings may stand at the end of the paragraph before them.',
    )
  const loose = notes.filter(({ paragraph }) => paragraph === null).map(({ marker }) => marker)
  const inText = new Set(paragraphs.flatMap((paragraph) => paragraph.notes.map(({ marker }) => marker)))
  const unbound = loose.filter((marker) => !inText.has(marker))
  if (unbound.length > 0)
    warnings.push(
      `No marker in a paragraph was found for ${count(unbound.length, 'note')} (${unbound.join(', ')}); the notes are kept.`,
    )
  return warnings
}

function gapWarnings(chain: readonly NumberedLine[]): string[] {
  const first = chain[0]?.number ?? 1
  const start =
    first > 1 ? [`The first numbered paragraph is ${first}; what comes before it may be missing from the file.`] : []
  const gaps = chain.flatMap(({ number }, index) => {
    const next = chain[index + 1]?.number ?? number + 1
    const missing = Array.from({ length: Math.max(0, next - number - 1) }, (_, step) => number + 1 + step)
    return missing.map(
      (lost) => `Paragraph ${lost} was not found; if the file has its text, it is at the end of paragraph ${number}.`,
    )
  })
  return [...start, ...gaps]
}

function unnumbered(paragraphs: Known['paragraphs'], chain: readonly NumberedLine[]): string[] {
  const plain = paragraphs.filter(({ number }) => number === null)
  if (chain.length === 0 || plain.length === 0) return []
  return [
    `${count(plain.length, 'paragraph')} without a number ${plain.length === 1 ? 'was' : 'were'} kept (line ${plain.map(({ line }) => line).join(', ')}).`,
  ]
}

function markerWarnings(markers: ReadReport['markersWithoutNotes']): string[] {
  if (markers.length === 0) return []
  const named = markers.map(({ marker }) => marker)
  return [
    `The document lacks the ${named.length === 1 ? 'note' : 'notes'} to ${count(named.length, 'marker')}: ${named.join(', ')}.`,
  ]
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
