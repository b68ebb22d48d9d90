/** Finding texts in what was rendered, whatever escapes, hyphens and line ends the renderer put in between. */
import { openTextSet } from './text-set.ts'

/** The same content twice: as letters and digits in a row, and as words with single spaces. */
export interface Searchable {
  letters: string
  words: string
}

/** From this many letters on, a text is looked for without regard to spaces: it cannot be met by chance. */
const LONG = 20

export function searchable(texts: readonly string[]): Searchable {
  const words = texts.map(wordsOf).join(' ')
  return { letters: words.replaceAll(' ', ''), words: ` ${words} ` }
}

/**
 * Prepares a search for all texts at once: the work is in proportion to their length and the content's, not to one
 * times the other. Gives those that the content holds; a text without a letter is nowhere.
 */
export function searchFor(texts: readonly string[]): (content: Searchable) => Set<string> {
  const long = new Map<string, string[]>()
  const short = new Map<string, string[]>()
  for (const text of texts) {
    const words = wordsOf(text)
    if (words === '') continue
    const letters = words.replaceAll(' ', '')
    const [forms, form] = letters.length >= LONG ? [long, letters] : [short, ` ${words} `]
    const same = forms.get(form)
    if (same === undefined) forms.set(form, [text])
    else same.push(text)
  }
  const inLetters = openTextSet([...long.keys()])
  const inWords = openTextSet([...short.keys()])
  return ({ letters, words }) => {
    const found = new Set<string>()
    for (const form of inLetters.foundIn(letters)) for (const text of long.get(form) ?? []) found.add(text)
    for (const form of inWords.foundIn(words)) for (const text of short.get(form) ?? []) found.add(text)
    return found
  }
}

/** Compatibility forms (ligatures, wide letters) as their plain letters; everything else that is no letter or digit is a space. */
function wordsOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\u00ad/g, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
