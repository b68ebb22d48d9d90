/** Quotes the words of a paragraph, and tells whether they still stand there. */
import { toHexString } from 'lib0/buffer'
import { digest } from 'lib0/hash/sha256'
import { LONGEST_QUOTATION, type Quotation } from './quotation.ts'

/**
 * - `stands`: the paragraph has these words.
 * - `gone`: the paragraph has other words now.
 * - `altered`: the quotation itself was changed after it was taken.
 * - `unchecked`: the board does not have the paragraph's text.
 */
export type QuotationState = 'stands' | 'gone' | 'altered' | 'unchecked'

/** What was selected, as a quotation; null if there is nothing in it or it is too long to be one. */
export function quote(selected: string): Quotation | null {
  const text = plain(selected)
  return text === '' || text.length > LONGEST_QUOTATION ? null : { text, hash: hashOf(text) }
}

/** `paragraph`: the text of the cited paragraph, or null where only its digest is known. */
export function quotationState(quotation: Quotation, paragraph: string | null): QuotationState {
  if (hashOf(quotation.text) !== quotation.hash) return 'altered'
  if (paragraph === null) return 'unchecked'
  return plain(paragraph).includes(plain(quotation.text)) ? 'stands' : 'gone'
}

/** White space is a matter of lines and pages, not of words. */
const plain = (text: string): string => text.normalize('NFC').replace(/\s+/gu, ' ').trim()

const hashOf = (text: string): string => toHexString(digest(new TextEncoder().encode(text)))
