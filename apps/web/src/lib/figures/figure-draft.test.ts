/** A figure as it is typed: numbers in words, limits from one number, and every gap named where it is. */
import { expect, test } from 'vitest'
import { draftOf, drafted, emptyDraft, readNumber, type FigureDraft } from './figure-draft.ts'

const whole: FigureDraft = {
  ...{ measure: ' Boats  in the harbour ', low: '40', high: '50', unit: 'boats', period: '2015', basis: 'count' },
  ...{ qualifier: 'none', card: 'boats', citation: { symbol: 'S/2020/1', paragraph: 3 } },
}
const ends = (over: Partial<FigureDraft>): (number | null | undefined)[] => {
  const { figure } = drafted({ ...whole, ...over })
  return [figure?.low, figure?.high]
}

test.each([
  ['400 million', 400_000_000],
  ['400,000,000', 400_000_000],
  ['13.7 million', 13_700_000],
  ['1 200', 1200],
  ['22.8', 22.8],
  ['-5', -5],
  ['4,00', undefined],
  ['many', undefined],
])('%s is %s', (text, value) => {
  expect(readNumber(text)).toBe(value)
})

test('a whole draft becomes a figure, and a figure a draft that says the same', () => {
  const { figure } = drafted(whole)
  expect(figure).toMatchObject({ measure: 'Boats in the harbour', low: 40, high: 50, card: 'boats' })
  if (figure !== null) expect(drafted(draftOf({ ...figure, id: 'f' })).figure).toEqual(figure)
})

test('the lower number alone is a single value or what its qualifier makes of it, the upper one alone a limit', () => {
  expect(ends({ low: '40', high: '' })).toEqual([40, 40])
  expect(ends({ low: '', high: '40', qualifier: 'estimated' })).toEqual([null, 40])
  expect(ends({ low: '40', high: '', qualifier: 'more than' })).toEqual([40, null])
  expect(ends({ low: '40', high: '', qualifier: 'as much as' })).toEqual([null, 40])
  expect(ends({ low: '40', high: '', qualifier: 'fewer than' })).toEqual([null, 40])
})

test('what is missing or wrong is said where it is, and nothing is made of it', () => {
  const { figure, errors } = drafted(emptyDraft())
  expect(figure).toBeNull()
  expect(Object.keys(errors ?? {}).toSorted()).toEqual([
    ...['basis', 'card', 'citation', 'low', 'measure', 'period', 'unit'],
  ])
  expect(drafted({ ...whole, low: '60' }).errors).toEqual({ high: 'The highest is below the lowest.' })
  expect(drafted({ ...whole, low: 'a few' }).errors?.low).toContain('is no number')
})
