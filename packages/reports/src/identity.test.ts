import { expect, test } from 'vitest'
import { guessIdentity, ordinalNumber, readNumber } from './identity.ts'

test('the number in a series, from the title or from the first paragraphs', () => {
  expect(readNumber('Twenty-first report of the Council on harbours', [])).toBe(21)
  expect(
    readNumber(null, ['This is my first report since I came.', 'This, my sixth report on the harbours, is long.']),
  ).toBe(6)
  expect(readNumber(null, ['The present report is the fourth.'])).toBe(4)
  expect(readNumber('Report on harbours', ['The eighteenth report of the team says so.'])).toBe(null)
})

test('ordinals', () => {
  expect(['first', 'Twelfth', 'twentieth', 'twenty-third', '31st'].map(ordinalNumber)).toEqual([1, 12, 20, 23, 31])
})

test('a guess comes from the series alone', () => {
  const title = 'Report on the threat posed by ISIL (Da’esh) to international peace and security'
  const known = { symbol: null, title, number: null, date: null }
  expect(guessIdentity(known)).toEqual({ symbol: 'S/2016/92', number: 1, date: '2016-01-29' })
  expect(guessIdentity({ ...known, date: '2018-01-31' }).symbol).toBe('S/2018/80')
  expect(guessIdentity({ ...known, number: 40 }).symbol).toBe(null)
  expect(guessIdentity({ ...known, title: 'On harbours', number: 1 }).symbol).toBe(null)
})
