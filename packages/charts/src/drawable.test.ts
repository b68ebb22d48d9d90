/** What is drawn: two values or more, or a range; of the rest the reason is told. */
import type { Figure } from '@briefboard/board'
import { expect, test } from 'vitest'
import { whyNotDrawn } from './drawable.ts'
import { figure } from './fixture.ts'
import { seriesOf } from './series.ts'

const why = (...figures: Figure[]): string | null => whyNotDrawn(seriesOf(figures))

test('two values make a chart, and so does one range', () => {
  expect(why(figure('a'), figure('b', { period: '2016' }))).toBeNull()
  expect(why(figure('a', { low: 10, high: 20 }))).toBeNull()
})

test.each([
  ['A single value', figure('a')],
  ['A single limit', figure('a', { low: 90, high: null, qualifier: 'more than' })],
  ['A single limit', figure('a', { low: 90, high: 90, qualifier: 'as much as' })],
  ['A single limit', figure('a', { low: 90, high: 90, qualifier: 'fewer than' })],
  ['No value is stated', figure('a', { low: null, high: null })],
])('no chart: %s', (words, one) => {
  expect(why(one)).toContain(words)
})
