/** Where in a text the words of a search stand, and the piece of it that is worth showing. */
import type { Snippet } from '@briefboard/protocol'
import { foldedWords, partsOf } from './words.ts'

const AROUND = 90

/** About two lines around the first hits. `wanted`: folded beginnings of words. */
export function snippetOf(text: string, wanted: readonly string[]): Snippet {
  const isWanted = beginnings(wanted)
  const hits = foldedWords(text)
    .filter(({ word }) => isWanted(word) || partsOf(word).some(isWanted))
    .map(({ begin, end }): [number, number] => [begin, end])
  const first = hits[0]?.[0] ?? 0
  const begin = first <= AROUND ? 0 : wordBegin(text, first - AROUND)
  const end = Math.min(text.length, wordBegin(text, begin + 3 * AROUND))
  const [before, after] = [begin > 0 ? '… ' : '', end < text.length ? ' …' : '']
  const shift = before.length - begin
  return {
    text: `${before}${text.slice(begin, end).trimEnd()}${after}`,
    hits: hits.filter((hit) => hit[0] >= begin && hit[1] <= end).map(([from, to]) => [from + shift, to + shift]),
  }
}

/**
 * Says of a word whether it begins as wanted; "rawda" is found in "al-rawda" by its parts, and marks the whole word. Nearly alike
 * may be tens of thousands: they have few lengths, and are looked up.
 */
function beginnings(wanted: readonly string[]): (word: string) => boolean {
  const all = new Set(wanted)
  all.delete('')
  const lengths = [...new Set(wanted.map(({ length }) => length))]
  return (word) => lengths.some((length) => all.has(word.slice(0, length)))
}

/** The next place from `at` on where a word begins; no word is cut in two. */
function wordBegin(text: string, at: number): number {
  if (at >= text.length) return text.length
  const gap = text.slice(at).search(/\s/)
  return gap === -1 ? text.length : at + gap + 1
}
