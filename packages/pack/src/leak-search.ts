/** Finding a text in what was rendered, whatever escapes, hyphens and line ends the renderer put in between. */

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

export function contains(content: Searchable, text: string): boolean {
  const words = wordsOf(text)
  if (words === '') return false
  const letters = words.replaceAll(' ', '')
  return letters.length >= LONG ? content.letters.includes(letters) : content.words.includes(` ${words} `)
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
