/** Which number each item of an ordered list bears. */
import type { BlockFormat } from './block-format.ts'

/**
 * A number for each ordered block, null for the others. A list goes on past what stands deeper; anything else at its depth or
 * above it, and the border of a quotation, ends it.
 */
export function numbersOf(formats: readonly BlockFormat[]): (number | null)[] {
  let last: (number | null)[] = []
  let isQuote = false
  return formats.map(({ kind, indent, start, quote }) => {
    if (quote !== isQuote) last = []
    isQuote = quote
    const before = last[indent] ?? 0
    last = last.slice(0, indent)
    if (kind !== 'ordered') return null
    const number = start ?? before + 1
    last[indent] = number
    return number
  })
}
