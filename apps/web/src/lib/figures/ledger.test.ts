/** The ledger: every figure once, with its chart or the reason why it has none, in the order asked for. */
import type { Figure } from '@briefboard/board'
import { expect, test } from 'vitest'
import { ledgerOf, sorted, type Sorting } from './ledger.ts'

const figure = (id: string, over: Partial<Figure> = {}): Figure => ({
  ...{ id, card: 'boats', measure: 'Boats', low: 1, high: 1, unit: 'boats', period: '2015', basis: 'count' },
  ...{ qualifier: 'none', citation: { symbol: 'S/2020/1', paragraph: 1 } },
  ...over,
})
const figures = [
  figure('b', { low: 20, high: 20, period: '2016', citation: { symbol: 'S/2020/1', paragraph: 10 } }),
  figure('a', { low: 3, high: 3, citation: { symbol: 'S/2020/1', paragraph: 9 } }),
  figure('c', { card: 'gone', measure: 'Fines', unit: 'USD', low: 5, high: 5, period: '2014' }),
]
const { rows, drawn } = ledgerOf({ figures, cards: [{ id: 'boats', title: 'On boats' } as never] })

test('every figure is there once; a series leads to its chart, a lone figure says why it has none', () => {
  expect(rows.map(({ figure, card, chart }) => [figure.id, card, chart])).toEqual([
    ['a', 'On boats', 'chart-1'],
    ['b', 'On boats', 'chart-1'],
    ['c', null, null],
  ])
  expect(drawn.map(({ anchor, series }) => [anchor, series.points.length])).toEqual([['chart-1', 2]])
  expect(rows[2]?.why).toContain('single value')
})

test('a value has neither its unit nor how good it is, which have columns, but says when it is a limit', () => {
  const figures = [
    figure('range', { low: 4e8, high: 5e8, unit: 'USD', qualifier: 'estimated' }),
    figure('limit', { measure: 'Fines', low: 300, high: 300, qualifier: 'more than' }),
  ]
  const { rows } = ledgerOf({ figures, cards: [] })
  expect(rows.map(({ value }) => value)).toEqual(['400 million to 500 million', 'more than 300'])
})

const order = (by: Sorting['by'], descending = false): string =>
  sorted(rows, { by, descending })
    .map(({ figure }) => figure.id)
    .join('')

test('sorts by number where there are numbers, and never values of different units among each other', () => {
  expect([order('value'), order('value', true)]).toEqual(['abc', 'cba'])
  expect([order('source'), order('period'), order('card')]).toEqual(['cab', 'cab', 'cab'])
})
