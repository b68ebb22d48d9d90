/** Where sentences end, as far as it can be seen from a text's form. */

const END = /[.!?…][”"’')\]»]*$/
/** An abbreviation at the end of a text is no end of a sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:[Pp]aras?|[Aa]rts?|[Nn]os?|vol|pp?|cf|St|Mr|Mrs|Ms|Dr|[A-Z])\.$/

export const endsSentence = (text: string): boolean => END.test(text) && !ABBREVIATION.test(text)

/** A clause of a list ends like a sentence, or with a semicolon or colon, or with "; and". */
export const endsClause = (text: string): boolean => endsSentence(text) || /[;:](?:\s+(?:and|or))?$/.test(text)

const BOUNDARY = /[.!?…][”"’')\]»]*\s+(?=[“"‘'([]*[A-Z0-9])|\n/g

/** No sentence is longer; so that a book without line breaks is not searched from its start for every number in it. */
const LONGEST = 3000

/** The sentence around `index`: from and up to. */
export function sentenceAround(text: string, index: number): [from: number, to: number] {
  const start = Math.max(0, index - LONGEST)
  const near = text.slice(start, index + LONGEST)
  let from = 0
  for (const { index: at, 0: found } of near.matchAll(BOUNDARY)) {
    const boundary = at + found.length
    if (ABBREVIATION.test(near.slice(Math.max(0, at - 8), at + 1))) continue
    if (start + boundary > index) return [start + from, start + at + found.trimEnd().length]
    from = boundary
  }
  return [start + from, start + near.length]
}
