import { expect, test } from 'vitest'
import { rangesOf } from './import-facts.ts'
import { numberingWords } from './import-words.ts'

test('consecutive numbers are one range, and gaps show', () => {
  expect(rangesOf([3, 1, 2, 5, 6, 9])).toEqual([
    [1, 3],
    [5, 6],
    [9, 9],
  ])
  expect(numberingWords({ numbers: [[1, 86]], paragraphs: 86, unnumbered: 0 })).toBe('numbered 1 to 86 without a gap')
  expect(numberingWords({ numbers: rangesOf([1, 2, 4]), paragraphs: 4, unnumbered: 1 })).toBe(
    'numbered 1 to 2, 4; 1 paragraph without a number',
  )
})

test('a document without numbers can be read, but not cited', () => {
  expect(numberingWords({ numbers: [], paragraphs: 5, unnumbered: 5 })).toContain('not cited')
})
