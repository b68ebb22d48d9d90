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

/** "S/2018/80" and "Al-Rawda" are found as a whole and by their parts. */
export function termsOf(text: string): string[] {
  return foldedWords(text).flatMap(({ word }) => {
    const parts = partsOf(word)
    return parts.length > 1 ? [word, ...parts] : [word]
  })
}

export const partsOf = (word: string): string[] => word.split(/['./-]/).filter((part) => part !== '')
