import { expect, test } from 'vitest'
import { asQuoted, asSearched, placesOf } from './normalized-text.ts'

const found = (words: string, where: string): string[] =>
  placesOf(asSearched(words), asSearched(where)).map(([from, to]) => where.slice(from, to))

test('a search goes over line breaks, case and accents, and leads back to the text itself', () => {
  expect(found('sahel region', 'In the Sahel\n  region and beyond')).toEqual(['Sahel\n  region'])
  expect(found('cafe', 'A Café, a cafe\u0301 and a CAFE')).toEqual(['Café', 'cafe\u0301', 'CAFE'])
})

test('places do not lie over each other, and nothing is found of nothing', () => {
  expect(placesOf(asSearched('aa'), asSearched('aaaaa'))).toEqual([
    [0, 2],
    [2, 4],
  ])
  expect(placesOf(asSearched('  '), asSearched('some words'))).toEqual([])
})

test('a quotation is found in whatever form its accents are, but not in another case', () => {
  const where = 'Le re\u0301gime a\n tenu.'
  expect(placesOf(asQuoted('régime a tenu'), asQuoted(where))).toEqual([[3, where.length - 1]])
  expect(placesOf(asQuoted('Régime'), asQuoted(where))).toEqual([])
})
