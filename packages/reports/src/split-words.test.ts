import { expect, test } from 'vitest'
import { mendSplits } from './split-words.ts'
import { trace } from './traced-text.ts'
import { countWords } from './word-counts.ts'

/** Mended text; the second text is what else the document says. */
const mended = (text: string, elsewhere = ''): string =>
  mendSplits(trace(text, 0), countWords([text, elsewhere]), () => 1).text.text

test('a word is joined if it stands whole elsewhere and the halves are not both words', () => {
  expect(mended('They were co nsidered.', 'considered')).toBe('They were considered.')
  expect(mended('emerging is sues, trends', 'issues')).toBe('emerging issues, trends')
  expect(mended('reintegrati on of all', 'reintegration')).toBe('reintegration of all')
  expect(mended('the r egion and t he Secur ity', 'region the security')).toBe('the region and the Security')
})

test.each([
  ['air strikes on oil', 'airstrikes'],
  ['ports in sight of land', 'insight'],
  ['a head of a port', 'ahead'],
  ['it may be so', 'maybe'],
  ['stopped en route there', 'enroute'],
  ['they act cooperatively', ''],
  ['some officers asses it', 'assess'],
  ['cyber criminals', 'cybercriminals'],
])('words that are words stay apart: %s', (text, elsewhere) => {
  expect(mended(text, elsewhere)).toBe(text)
})

test('what stands nowhere whole is joined only if its first part can be no word', () => {
  expect(mended('this will di minish it')).toBe('this will diminish it')
  expect(mended('this is harb ourless')).toBe('this is harb ourless')
})

test('of two ways to join the longer word is meant', () => {
  expect(mended('engage in a re gional talk', 'regional are')).toBe('engage in a regional talk')
})

test('a letter is joined, but not one that names something', () => {
  const elsewhere = 'border order'
  expect(mended('the Team on B order Management', elsewhere)).toBe('the Team on Border Management')
  expect(mended('see annex B order of talks', elsewhere)).toBe('see annex B order of talks')
})

test('names and marks: a space before a hyphen, an apostrophe, a comma, behind a bracket', () => {
  const text = 'in Al -Rawda and women ’s rights , see ( H/2031/14) on I -24/7'
  expect(mended(text)).toBe('in Al-Rawda and women’s rights, see (H/2031/14) on I-24/7')
  expect(mended('from 3 - 4 and so on - or not')).toBe('from 3 - 4 and so on - or not')
})

test('a hyphen that got lost comes back where the compound has it elsewhere', () => {
  expect(mended('in SouthEast Asia', 'South-East South-East')).toBe('in South-East Asia')
  expect(mended('by YouTube', 'you tube')).toBe('by YouTube')
})

test('each repair is named with its line', () => {
  const { repairs } = mendSplits(trace('co nsidered', 0), countWords(['co nsidered considered']), () => 7)
  expect(repairs).toEqual([{ kind: 'split-word', line: 7, before: 'co nsidered', after: 'considered', spans: [] }])
})
