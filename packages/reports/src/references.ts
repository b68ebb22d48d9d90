/** References to other documents, with the paragraphs they point at, and to entries of the sanctions list. */
import type { ListReference, Place, Reference } from './model.ts'
import { SYMBOL } from './symbols.ts'

const NUMBERS = String.raw`\d{1,3}(?:\s?[-–]\s?\d{1,3})?(?:\s*\([a-z]\))?`
const PARAGRAPHS = new RegExp(
  String.raw`^,?\s+\(?(?:paras?\.|paragraphs?)\s+(${NUMBERS}(?:(?:,| and|, and| to)\s+${NUMBERS}(?!\w|\s*\(\d))*)`,
  'i',
)
const PARAGRAPHS_BEFORE = new RegExp(
  String.raw`\bparagraphs?\s+(${NUMBERS}(?:(?:,| and|, and| to)\s+${NUMBERS})*) of (?:(?:its|the|that|Security Council|General Assembly|Council|Assembly) )*(?:resolution )?$`,
  'i',
)
/** 2253 (2015): the Council's resolutions carry their year. */
const COUNCIL = /\b(\d{1,4}) \(((?:19|20)\d{2})\)/g
/** 71/248: the Assembly's carry their session; only behind the word, as a fraction or a page looks the same. */
const ASSEMBLY = /\bresolutions?\s+((?:\d{2}\/\d{1,3})(?:(?:,| and|, and)\s+\d{2}\/\d{1,3})*)/g
const LIST = /\b[A-Z]{2,3}[ei]\.\d{3}\b/g

/** The references of one text. `own`: the document's own symbol, to which it does not refer as to another. */
export function referencesIn(text: string, from: Place, own: string | null): Reference[] {
  const symbols = [...text.matchAll(new RegExp(SYMBOL, 'g'))]
    .filter(([symbol]) => symbol !== own)
    .map(({ 0: symbol, index }) => ({ index, symbol, paragraphs: paragraphsBehind(text.slice(index + symbol.length)) }))
  const council = [...text.matchAll(COUNCIL)]
    .filter(({ index }) => isResolution(text.slice(0, index)))
    .map(({ 0: written, index }) => ({
      index,
      symbol: `S/RES/${written}`,
      paragraphs: paragraphsBefore(text.slice(0, index)),
    }))
  const assembly = [...text.matchAll(ASSEMBLY)].flatMap(({ 1: list = '', index, 0: whole }) =>
    (list.match(/\d{2}\/\d{1,3}/g) ?? []).map((number) => ({
      index: index + whole.indexOf(number),
      symbol: `A/RES/${number}`,
      paragraphs: paragraphsBefore(text.slice(0, index)),
    })),
  )
  return [...symbols, ...council, ...assembly]
    .sort((a, b) => a.index - b.index)
    .map(({ symbol, paragraphs }) => ({ symbol, paragraphs, from }))
}

export const listReferencesIn = (text: string, from: Place): ListReference[] =>
  [...new Set(text.match(LIST) ?? [])].map((reference) => ({ reference, from }))

/** "43 and 44", "12–15", "3 (a)" → the numbers. */
export function paragraphNumbers(words: string): number[] {
  return [...words.matchAll(/(\d{1,3})(?:\s?(?:[-–]|to)\s?(\d{1,3}))?/g)].flatMap(([, first, last]) => {
    const [from, to] = [Number(first), Number(last ?? first)]
    return to < from || to - from > 300 ? [from, to] : Array.from({ length: to - from + 1 }, (_, step) => from + step)
  })
}

const paragraphsBehind = (after: string): number[] => paragraphNumbers(PARAGRAPHS.exec(after)?.[1] ?? '')
const paragraphsBefore = (before: string): number[] => paragraphNumbers(PARAGRAPHS_BEFORE.exec(before)?.[1] ?? '')

/** The word "resolution" stands before it, or before the list that it is part of. */
function isResolution(before: string): boolean {
  return /\b(?:resolutions?|Security Council)\s+(?:\d{1,4} \(\d{4}\)(?:,| and|, and)?\s+)*$/i.test(before.slice(-400))
}
