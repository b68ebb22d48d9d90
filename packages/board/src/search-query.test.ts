/** A search as typed: fields, phrases and words, and nothing that makes it fail. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEmptySearch, parseSearch } from './search-query.ts'

test.each([
  ['oil income', { words: ['oil', 'income'], phrases: [], fields: {} }],
  ['"oil income" 2016', { words: ['2016'], phrases: ['oil income'], fields: {} }],
  [
    'region:africa level:severe lake',
    { words: ['lake'], phrases: [], fields: { region: ['africa'], level: ['severe'] } },
  ],
  ['actor:"boko haram"', { words: [], phrases: [], fields: { actor: ['boko haram'] } }],
  ['cites:S/2018/80:13', { words: [], phrases: [], fields: { cites: ['S/2018/80:13'] } }],
  ['Status:draft status:approved', { words: [], phrases: [], fields: { status: ['draft', 'approved'] } }],
  ['"never closed', { words: [], phrases: ['never closed'], fields: {} }],
  ['Da’esh', { words: ['Da’esh'], phrases: [], fields: {} }],
])('%s', (typed, expected) => {
  expect(parseSearch(typed)).toMatchObject({ ...expected, hints: [] })
})

test('what looks like a field and is none is searched as text, and says so', () => {
  const query = parseSearch('colour:red')
  expect(query.words).toEqual(['colour', 'red'])
  expect(query.hints).toHaveLength(1)
})

test('a field without a value says what is missing', () => {
  expect(parseSearch('region: africa').hints[0]).toContain('needs a value')
  expect(isEmptySearch(parseSearch('region:'))).toBe(true)
})

test('whatever is typed is understood somehow', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (typed) => {
      const { words, phrases, fields } = parseSearch(typed)
      for (const text of [...words, ...phrases, ...Object.values(fields).flat()]) expect(text.trim()).not.toBe('')
    }),
  )
})
