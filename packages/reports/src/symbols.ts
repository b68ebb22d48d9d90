/** Symbols of United Nations documents, as they are written and as people type them. */

/** One symbol anywhere in a text: S/2016/629, A/HRC/32/CRP.2, S/PRST/2015/11, A/71/384/Add.1. */
export const SYMBOL =
  /\b(?=[^\s/]{1,8}\/[^\s/]{1,12}\/)(?:[A-Z]{1,4}\/(?:[A-Z][A-Za-z0-9.-]{0,11}\/){0,3})\d{1,4}(?:\/(?:[A-Z][A-Za-z]{1,6}\.)?\d{1,4}(?:\/[A-Z][A-Za-z]{1,5}\.\d{1,3})*)?(?:\/(?:Rev|Add|Corr)\.\d{1,2})*\b/

const WHOLE = new RegExp(`^${SYMBOL.source}$`)

export const isSymbol = (text: string): boolean => WHOLE.test(text)

/** What a person typed as a document's symbol, in its written form; null if it cannot be one. */
export function normalizeSymbol(typed: string): string | null {
  const tight = typed.replace(/\s+/g, '').replace(/^[./]+|(?<![.,;/])[.,;/]+$/g, '')
  const written = tight.replace(/^[a-z]+\//i, (start) => start.toUpperCase())
  return isSymbol(written) ? written : null
}
