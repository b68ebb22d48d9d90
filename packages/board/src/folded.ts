/** A text as searches compare it: without case, accents and kinds of apostrophe. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLocaleLowerCase('en')
