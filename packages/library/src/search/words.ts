/** Words of a text as a search compares them: without case, accents and kinds of apostrophe. */
import { folded } from '@briefboard/board'

export interface FoldedWord {
  word: string
  /** Where it stands in the text, in UTF-16 units. */
  begin: number
  end: number
}

const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’./-](?=[\p{L}\p{N}]))*/gu

export function foldedWords(text: string): FoldedWord[] {
  return Array.from(text.matchAll(WORD), (found) => ({
    word: folded(found[0]),
    begin: found.index,
    end: found.index + found[0].length,
  }))
}

/** The index is a tree, and has a level for each letter that words have in common. */
const LONGEST_TERM = 64

/** "S/2018/80" and "Al-Rawda" are found as a whole and by their parts. */
export function termsOf(text: string): string[] {
  return foldedWords(text).flatMap(({ word }) => {
    const parts = partsOf(word)
    const terms = parts.length > 1 ? [word, ...parts] : [word]
    // Of a sign that only changes the letter before it nothing stays.
    return terms.filter((term) => term !== '').map((term) => term.slice(0, LONGEST_TERM))
  })
}

/** "west" finds "West Africa", and "africa" does too. `value` is folded. */
export function isOrBegins(one: string, value: string): boolean {
  const own = folded(one)
  return own === value || own.startsWith(value) || termsOf(own).some((term) => term.startsWith(value))
}

export const partsOf = (word: string): string[] => word.split(/['./-]/).filter((part) => part !== '')
