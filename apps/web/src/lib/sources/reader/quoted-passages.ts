/** What is quoted of a paragraph: where it stands in its text, and what does not stand there any more. */
import { quotationState, type Citing, type Quotation, type QuotationState } from '@briefboard/board'
import type { ParagraphCiting } from './citings.ts'
import { asQuoted, placesOf, type Range } from './normalized-text.ts'

export interface LooseQuotation {
  card: Citing
  text: string
  state: Exclude<QuotationState, 'stands'>
}

export interface Quoted {
  /** In the paragraph's text. */
  standing: Range[]
  loose: LooseQuotation[]
}

const NOTHING: Quoted = { standing: [], loose: [] }

/** `text`: the paragraph's own; null where only its digest is known. */
export function quotedOf(text: string | null, citing: readonly ParagraphCiting[]): Quoted {
  const quotations = citing.flatMap(({ card, citations }) =>
    citations.flatMap(({ quotation }) => (quotation === undefined ? [] : [{ card, quotation }])),
  )
  if (quotations.length === 0) return NOTHING
  const quoted: Quoted = { standing: [], loose: [] }
  for (const { card, quotation } of quotations) {
    const state = quotationState(quotation, text)
    if (state !== 'stands') quoted.loose.push({ card, text: quotation.text, state })
    else {
      const range = placeOfQuotation(text ?? '', quotation)
      if (range !== null) quoted.standing.push(range)
    }
  }
  return quoted
}

/** The first place where it stands; null if it does not. */
export const placeOfQuotation = (text: string, { text: words }: Pick<Quotation, 'text'>): Range | null =>
  placesOf(asQuoted(words), asQuoted(text))[0] ?? null

/** What is wrong with a quotation, after its words and whose it is. */
export const LOOSE_WORDS: Record<LooseQuotation['state'], string> = {
  gone: 'does not stand in this paragraph any more',
  altered: 'was changed after it was taken',
  unchecked: 'cannot be checked: the full text is not here',
}
