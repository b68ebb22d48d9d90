import { expect, test } from 'vitest'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readLines } from './lines.ts'
import { liftWrittenMarkers, looksLikeMarkdown, readMarkup } from './markup.ts'

const read = (text: string): string[] =>
  readMarkup(readLines(sourceOf(text)).map(liftWrittenMarkers)).lines.map(({ text: line }) => line.text)

test('marks go, words stay', () => {
  expect(read('## **A. Ports**')).toEqual(['A. Ports'])
  expect(read('see [H/2031/14](#) and [4101 \\(2031\\)](#a) for \\$5')).toEqual([
    'see H/2031/14 and 4101 (2031) for $5',
  ])
  expect(read('the *Handbook on Ports* and 2 * 3')).toEqual(['the Handbook on Ports and 2 * 3'])
})

test('bold type that touches bold type is two lines', () => {
  expect(read('**Report on ports****I. One**')).toEqual(['Report on ports', 'I. One'])
})

test('each mark that went is on record', () => {
  const { removed } = readMarkup(readLines(sourceOf('**a**')))
  expect(removed.map(({ text, line }) => `${line} ${text}`)).toEqual(['1 **', '1 **'])
})

test('km² is a unit, ports² has a marker', () => {
  expect(read('5 km² of ports² here')).toEqual(['5 km² of ports here'])
})

test('a few stars do not make a text Markdown', () => {
  expect(looksLikeMarkdown(readLines(sourceOf('2 * 3\n* one\n* two\n* three')))).toBe(false)
  expect(looksLikeMarkdown(readLines(sourceOf('# a\n\n## b\n\n### c')))).toBe(true)
})
