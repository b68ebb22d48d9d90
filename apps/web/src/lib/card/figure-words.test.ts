/** A figure in words: its limits, its unit and how sure its source is of it. */
import { expect, test } from 'vitest'
import { figureWords } from './figure-words.ts'

test.each([
  [{ low: 8_000_000, high: 8_000_000, unit: 'persons', qualifier: 'estimated' }, '8 million persons, estimated'],
  [{ low: 13_500_000, high: null, unit: 'persons', qualifier: 'more than' }, 'more than 13.5 million persons'],
  [{ low: 400_000_000, high: 500_000_000, unit: 'USD', qualifier: 'none' }, 'USD 400 million to 500 million'],
  [{ low: null, high: 260_000_000, unit: 'USD', qualifier: 'as much as' }, 'as much as USD 260 million'],
  [{ low: null, high: 60, unit: 'States', qualifier: 'fewer than' }, 'fewer than 60 States'],
  [{ low: 1000, high: 4000, unit: 'fighters', qualifier: 'none' }, '1,000 to 4,000 fighters'],
] as const)('%o is written %s', (figure, words) => {
  expect(figureWords(figure)).toBe(words)
})
