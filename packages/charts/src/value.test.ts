/** A value is said as the report says it: one number, a range, or an open end, in a unit that fits the number. */
import { expect, test } from 'vitest'
import { valueOf, valueWords } from './value.ts'

const said = (
  low: number | null,
  high: number | null,
  unit: string,
  qualifier: Parameters<typeof valueOf>[0]['qualifier'] = 'none',
) => valueWords(valueOf({ low, high, qualifier }), unit)

test.each([
  [said(400e6, 500e6, 'USD'), 'USD 400 million to 500 million'],
  [said(260e6, 260e6, 'USD', 'estimated'), 'USD 260 million, estimated'],
  [said(300, null, 'persons', 'more than'), 'more than 300 persons'],
  [said(null, 60, 'States'), 'at most 60 States'],
  [said(null, 60, 'States', 'fewer than'), 'fewer than 60 States'],
  [said(60, 60, 'States', 'fewer than'), 'fewer than 60 States'],
  [said(40, 60, 'States', 'fewer than'), 'fewer than 40 to 60 States'],
  [said(null, 5e6, 'USD', 'fewer than'), 'less than USD 5 million'],
  [said(null, 5, 'per cent', 'fewer than'), 'less than 5 per cent'],
  [said(22.8, 22.8, 'per cent'), '22.8 per cent'],
  [said(1, 1, 'attacks'), '1 attack'],
  [said(1, 1, 'countries'), '1 country'],
  [said(1, 1, 'per cent'), '1 per cent'],
  [said(1, 3, 'attacks'), '1 to 3 attacks'],
  [said(null, null, 'USD'), 'no value stated'],
])('%s', (words, expected) => {
  expect(words).toBe(expected)
})
