/** A citation in the attributes of its chip, and read from there: by the popover, by pasting and by dropping. */
import { citationKey, parseCitation, Quotation, type Citation } from '@briefboard/board'

/** What `citationAt` reads. */
export function chipData(citation: Citation): Record<string, string> {
  const { quotation } = citation
  return {
    'data-citation': citationKey(citation),
    ...(quotation === undefined ? {} : { 'data-quotation': quotation.text, 'data-quotation-hash': quotation.hash }),
  }
}

/** Null if the element is no chip. A quotation that cannot be read is left off. */
export function citationAt(element: Pick<Element, 'getAttribute'>): Citation | null {
  const citation = parseCitation(element.getAttribute('data-citation') ?? '')
  if (citation === null) return null
  const quotation = Quotation.safeParse({
    text: element.getAttribute('data-quotation'),
    hash: element.getAttribute('data-quotation-hash'),
  })
  return quotation.success ? { ...citation, quotation: quotation.data } : citation
}
