import { expect, test } from 'vitest'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readLines } from './lines.ts'
import { paragraphChain } from './numbering.ts'

const chain = (text: string): string[] => {
  const lines = readLines(sourceOf(text))
  return paragraphChain(lines).map(({ index, number }) => `${number}: ${lines[index]?.text.text.slice(0, 20)}`)
}
const TEXT = 'Inspectors of the Council visited all harbours of the region and were welcome.'

test('paragraphs count on; headings that reuse small numbers stay outside', () => {
  const found = chain(`1. ${TEXT}\n2. ${TEXT}\n\n1.\n\nIceland\n3. ${TEXT}\n\n2. Norway\n\n4. ${TEXT}`)
  expect(found.map((one) => one.split(':')[0])).toEqual(['1', '2', '3', '4'])
  expect(found[2]).toContain('3. Inspectors')
})

test('of two lines with the next number the one that reads like a paragraph is it', () => {
  expect(chain(`1. ${TEXT}\n\n2. Norway\n\n2. ${TEXT}\n\n3. ${TEXT}`)[1]).toBe('2: 2. Inspectors of the')
})

test('a number alone on a line begins the paragraph below it', () => {
  expect(chain(`1.\n${TEXT}\n2.\n${TEXT}\n3.\n${TEXT}`)).toEqual(['1: 1.', '2: 2.', '3: 3.'])
})

test('a missing number does not end the count', () => {
  const found = chain(`1. ${TEXT}\n2. ${TEXT}\n4. ${TEXT}\n5. ${TEXT}`)
  expect(found.map((one) => one.split(':')[0])).toEqual(['1', '2', '4', '5'])
})

test('an excerpt may begin in the middle', () => {
  expect(chain(`41. ${TEXT}\n42. ${TEXT}\n43. ${TEXT}`)).toHaveLength(3)
})

test('a text without numbers has no chain, and a year does not make one', () => {
  expect(chain(`${TEXT}\n2031. ${TEXT}\n${TEXT}`)).toEqual([])
})
