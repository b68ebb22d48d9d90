/** How a citation is written on a chip, read out, and put into plain text; and how its quotation stands, in words. */
import { formatCitations, type Citation, type QuotationState } from '@briefboard/board'

export const chipText = ({ symbol, paragraph, sub }: Citation): string =>
  `${symbol} ¶${paragraph}${sub === undefined ? '' : ` (${sub})`}`

/** `state`: that of its quotation, if that is known. */
export const chipTitle = ({ symbol, paragraph, sub }: Citation, state: QuotationState | null = null): string =>
  `Source: ${symbol}, paragraph ${paragraph}${sub === undefined ? '' : ` (${sub})`}${state === null ? '' : SPOKEN[state]}`

/** Only what is wrong is read out with every chip. */
const SPOKEN: Record<QuotationState, string> = {
  stands: '',
  gone: '. The paragraph no longer has the quoted words',
  altered: '. The quotation was changed after it was taken',
  unchecked: '',
}

/** `“left the harbour” [S/2018/80, para. 13]`. */
export const citedWords = (citation: Citation): string =>
  `${citation.quotation === undefined ? '' : `“${citation.quotation.text}” `}[${formatCitations([citation])}]`

/** What to know of a quotation, and what to do. */
export const QUOTATION_WORDS: Record<QuotationState | 'loading' | 'failed', string> = {
  stands: 'The paragraph has the quoted words.',
  gone: 'The paragraph no longer has the quoted words. Read it again, and quote it anew.',
  altered: 'The quotation was changed after it was taken. Quote the paragraph anew.',
  unchecked: 'The quotation cannot be checked: nobody has imported the text of this report.',
  loading: 'Checking the quotation…',
  failed: 'The quotation cannot be checked now: the report’s text could not be fetched.',
}
