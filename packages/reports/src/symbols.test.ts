import { expect, test } from 'vitest'
import { isSymbol, normalizeSymbol } from './symbols.ts'

test('a symbol typed with spaces or in small letters is understood', () => {
  expect(normalizeSymbol(' s / 2018 / 80 ')).toBe('S/2018/80')
  expect(normalizeSymbol('A/HRC/32/CRP.2.')).toBe('A/HRC/32/CRP.2')
  expect(normalizeSymbol('my report')).toBe(null)
})

test('fractions and dates are none', () => {
  expect(['16/18', '24/7', '1/2/2031', 'and/or', 'S/2018'].filter(isSymbol)).toEqual([])
})
