import { expect, test } from 'vitest'
import { pagesOf, sourceOf } from './fixtures/source-of.test-suite.ts'
import { reasonOf, withoutFurniture } from './furniture.ts'
import { readLines } from './lines.ts'
import type { Source } from './source.ts'

function cleared(source: Source) {
  const { lines, removed } = withoutFurniture(readLines(source))
  return { text: lines.map(({ text }) => text.text), removed: removed.map(({ why, text }) => `${why}: ${text}`) }
}

test.each([
  ['16/18', 'page number'],
  ['Page 3 of 18', 'page number'],
  ['- 4 -', 'page number'],
  ['31-04455', 'job number'],
  ['31-04455 (E) 010231 020231', 'job number'],
  ['*3104455*', 'bar code'],
  ['H/2031/14', 'document symbol'],
  ['H/2031/14 3/9', 'page furniture'],
  ['_____', 'rule'],
  ['* * *', 'rule'],
  ['|---|:--|', 'rule'],
])('%s is furniture by its form: %s', (text, why) => {
  expect(reasonOf(text)).toBe(why)
})

test('text is not, not even a number of a paragraph or a short date', () => {
  const texts = ['12.', '12. The work goes on.', 'See H/2031/14', '24/7 service', 'In 2031', '1,200', 'a – b']
  expect(texts.map(reasonOf)).toEqual(texts.map(() => null))
})

test('furniture in the middle of a sentence goes, inside a line too; the text closes', () => {
  expect(cleared(sourceOf('The work\n\n16/18\n\n31-04455\n\ngoes on.'))).toEqual({
    text: ['The work', 'goes on.'],
    removed: ['page number: 16/18', 'job number: 31-04455'],
  })
  expect(cleared(sourceOf('The work 16/18 31-04455 H/2031/14 goes on.'))).toEqual({
    text: ['The work  goes on.'],
    removed: ['page furniture: 16/18 31-04455 H/2031/14'],
  })
  expect(cleared(sourceOf('The share of 16/18 was agreed.')).removed).toEqual([])
})

test('a running head comes back on page after page; a heading that comes back is none', () => {
  const head = 'Inspection of cargo in the northern ports'
  const bodies = ['1. One.', '2. Two.', '3. Three.']
  const pages = bodies.map((text, index) => `${head} ${index + 4}\n\n${text}\nmore\nand more.\n\n${index + 4}`)
  const { text, removed } = cleared(pagesOf(...pages))
  expect(text).toEqual(bodies.flatMap((body) => [body, 'more', 'and more.']))
  expect(removed.filter((line) => line.startsWith('running head'))).toHaveLength(3)
  expect(removed.filter((line) => line.startsWith('page number'))).toHaveLength(3)
  expect(cleared(sourceOf('Fees\n\n1. One.\n\nFees\n\n2. Two.\n\nFees\n\n3. Three.')).removed).toEqual([])
})

test('notes that say the same under a rule are no running heads', () => {
  const pages = ['1. One.', '2. Two.', '3. Three.'].map(
    (text, index) => `${text}\n\n_____\n${index + 1} Information from a port.`,
  )
  expect(cleared(pagesOf(...pages)).text).toHaveLength(6)
})
