/** Coverage in words, the same for the eye and the ear. */
import type { ParagraphCoverage } from '@briefboard/protocol'
import { counted } from '#lib/ui/words.ts'

export interface Count {
  total: number
  cited: number
}

export const countOf = (paragraphs: readonly ParagraphCoverage[]): Count => ({
  total: paragraphs.length,
  cited: paragraphs.filter(({ cards }) => cards.length > 0).length,
})

/** "3 of 5 paragraphs cited"; "none of 2 paragraphs cited"; "the one paragraph is cited". */
export function countWords({ total, cited }: Count): string {
  if (total === 0) return 'no paragraphs'
  if (total === 1) return `the one paragraph is ${cited === 1 ? 'cited' : 'not cited'}`
  if (cited === 0) return `none of ${counted(total, 'paragraph')} cited`
  return cited === total ? `all ${total} paragraphs cited` : `${cited} of ${total} paragraphs cited`
}

/** For the look of a cell. */
export type Degree = 'none' | 'some' | 'all'
export const degreeOf = ({ total, cited }: Count): Degree => (cited === 0 ? 'none' : cited < total ? 'some' : 'all')
