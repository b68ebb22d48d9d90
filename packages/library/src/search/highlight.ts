/** Where in a text the words of a search stand, and the piece of it that is worth showing. */
import type { Snippet } from '@briefboard/protocol'
import { foldedWords, partsOf } from './words.ts'

const AROUND = 90

/** About two lines around the first hits. `wanted`: folded beginnings of words. */
export function snippetOf(text: string, wanted: readonly string[]): Snippet {
  const hits = foldedWords(text)
    .filter(({ word }) => wanted.some((one) => hasBeginning(word, one)))
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

/** "rawda" is found in "al-rawda", and marks the whole word. */
const hasBeginning = (word: string, wanted: string): boolean =>
  wanted !== '' && (word.startsWith(wanted) || partsOf(word).some((part) => part.startsWith(wanted)))

/** The next place from `at` on where a word begins; no word is cut in two. */
function wordBegin(text: string, at: number): number {
  if (at >= text.length) return text.length
  const gap = text.slice(at).search(/\s/)
  return gap === -1 ? text.length : at + gap + 1
}
