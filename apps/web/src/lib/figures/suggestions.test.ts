/** Suggestions: what goes with the measure being typed comes first, and neighbours are those that share a chart. */
import type { Figure } from '@briefboard/board'
import { expect, test } from 'vitest'
import { neighboursOf, suggestionsOf } from './suggestions.ts'

const figure = (id: string, measure: string, basis: string, unit: string): Figure => ({
  ...{ id, card: 'c', measure, basis, unit, low: 1, high: 1, period: '2015', qualifier: 'none' },
  citation: { symbol: 'S/2020/1', paragraph: 1 },
})
const figures = [figure('a', 'Fines', 'single fine', 'USD'), figure('b', 'Boats', 'count', 'boats')]

test('each wording once, those of the same measure first', () => {
  expect(suggestionsOf([...figures, ...figures], 'boats')).toEqual({
    ...{ measure: ['Boats', 'Fines'], basis: ['count', 'single fine'], unit: ['boats', 'USD'], period: ['2015'] },
  })
})

test('a figure joins those of its measure, unit and basis alone', () => {
  const ids = (one: Figure): string[] => neighboursOf(figures, one).map(({ id }) => id)
  expect([ids(figure('', ' boats', 'Count', 'boats')), ids(figure('', 'Boats', 'estimate', 'boats'))]).toEqual([
    ['b'],
    [],
  ])
})
