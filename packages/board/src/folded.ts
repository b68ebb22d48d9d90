/**
 * A text as searches compare it: without case, accents and kinds of apostrophe. Accents go before it is normalized, too: to bring
 * thousands of them on one letter into order takes time by their square.
 */
export const folded = (text: string): string =>
  withoutMarks(withoutMarks(text).normalize('NFKD')).replaceAll('’', "'").toLocaleLowerCase('en')

const withoutMarks = (text: string): string => text.replace(/\p{M}/gu, '')
