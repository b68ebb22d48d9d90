/** Coverage in words: none, some and all are said differently. */
import { expect, test } from 'vitest'
import { countOf, countWords, degreeOf } from './coverage-words.ts'

const paragraph = (number: number, ...cards: string[]) => ({ number, cards })

test.each([
  [[], 'no paragraphs', 'none'],
  [[paragraph(1)], 'the one paragraph is not cited', 'none'],
  [[paragraph(1, 'a')], 'the one paragraph is cited', 'all'],
  [[paragraph(1), paragraph(2)], 'none of 2 paragraphs cited', 'none'],
  [[paragraph(1, 'a', 'b'), paragraph(2)], '1 of 2 paragraphs cited', 'some'],
  [[paragraph(1, 'a'), paragraph(2, 'b')], 'all 2 paragraphs cited', 'all'],
] as const)('%j: %s', (paragraphs, words, degree) => {
  const count = countOf(paragraphs)
  expect([countWords(count), degreeOf(count)]).toEqual([words, degree])
})
