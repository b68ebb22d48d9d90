import { expect, test } from 'vitest'
import { accountFor } from './account.ts'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readSource } from './read-source.ts'

const source = sourceOf('1. The harbours are open all day.\n\n2. They are open all night.\n\n3. They never close.')

test('what a report leaves out, says twice or changes is found', () => {
  const report = readSource(source)
  const [first, second, third] = report.paragraphs
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('three paragraphs are expected')
  const without = accountFor(source, { ...report, paragraphs: [first, third] })
  expect(without.missing.map(({ text }) => text)).toEqual(['2. They are open all night.'])
  expect(accountFor(source, { ...report, paragraphs: [first, second, second, third] }).twice).toHaveLength(1)
  const changed = { ...first, text: 'The harbours are closed.' }
  expect(accountFor(source, { ...report, paragraphs: [changed, second, third] }).altered).toHaveLength(1)
})
