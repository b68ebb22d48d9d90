import { expect, test } from 'vitest'
import { listReferencesIn, paragraphNumbers, referencesIn } from './references.ts'

const FROM = { paragraph: 7, note: null }
const found = (text: string, own: string | null = null): string[] =>
  referencesIn(text, FROM, own).map(({ symbol, paragraphs }) => `${symbol} ${paragraphs.join(',')}`.trim())

test('symbols with their paragraphs', () => {
  expect(found('see H/2031/14, para. 17, and H/2032/9, paras. 43 and 44')).toEqual(['H/2031/14 17', 'H/2032/9 43,44'])
  expect(found('(A/HRC/92/CRP.2; S/PRST/2031/11, paragraphs 3–5; A/91/384/Add.1)')).toEqual([
    'A/HRC/92/CRP.2',
    'S/PRST/2031/11 3,4,5',
    'A/91/384/Add.1',
  ])
})

test('resolutions of the Council by year, of the Assembly by session', () => {
  const text =
    'In paragraph 97 of Security Council resolution 4253 (2031), and resolutions 4267 (2032), 4373 (2033) and 4374 (2033)'
  expect(found(text)).toEqual(['S/RES/4253 (2031) 97', 'S/RES/4267 (2032)', 'S/RES/4373 (2033)', 'S/RES/4374 (2033)'])
  expect(found('its resolution 91/248 and on page 71/19')).toEqual(['A/RES/91/248'])
  expect(found('population 4253 (2031)')).toEqual([])
})

test('the document itself, dates and and/or are no references', () => {
  expect(found('H/2031/14 and/or 24/7 on 1/2/2031', 'H/2031/14')).toEqual([])
})

test('list references, each once a text', () => {
  const text = 'Tar (QDe.901), Brine (QDi.902) and Tar (QDe.901)'
  expect(listReferencesIn(text, FROM).map(({ reference }) => reference)).toEqual(['QDe.901', 'QDi.902'])
})

test('paragraph numbers in words', () => {
  expect(paragraphNumbers('43 and 44')).toEqual([43, 44])
  expect(paragraphNumbers('3–5 and 9 (a)')).toEqual([3, 4, 5, 9])
})
