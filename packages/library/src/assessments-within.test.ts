/** All assessments of a board are read within one bound: short ones whole, and where one ends early it says so. */
import type { Block } from '@briefboard/board'
import { expect, test } from 'vitest'
import { AssessmentsWithin } from './assessments-within.ts'

const paragraphs = (count: number): Block[] =>
  Array.from({ length: count }, () => ({ type: 'paragraph', content: [{ type: 'text', text: 'w'.repeat(100) }] }))

test('of too much, short assessments are kept whole, whichever came first, and long ones end with a word about it', () => {
  const within = new AssessmentsWithin(100_000)
  within.add('long', paragraphs(2000))
  within.add('short', paragraphs(10))
  within.add('other', paragraphs(3000))
  const all = within.all()
  expect(all.get('short')).toEqual(paragraphs(10))
  for (const id of ['long', 'other']) {
    const blocks = all.get(id) ?? []
    expect(blocks.length).toBeGreaterThan(200)
    expect(blocks.length).toBeLessThan(500)
    expect(JSON.stringify(blocks.at(-1))).toContain('There is more of this assessment')
    expect(JSON.stringify(blocks).split('There is more')).toHaveLength(2)
  }
})

test('what fits together is kept as it is', () => {
  const within = new AssessmentsWithin(100_000)
  within.add('one', paragraphs(100))
  expect(within.all().get('one')).toEqual(paragraphs(100))
})
