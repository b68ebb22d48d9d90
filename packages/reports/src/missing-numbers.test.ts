import { expect, test } from 'vitest'
import { accountFor } from './account.ts'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readSource } from './read-source.ts'

const TEXT = 'Inspectors of the Council visited all harbours of the region and were welcome.'

test('a paragraph whose number stands inside a line is found, and the place is named', () => {
  const source = sourceOf(`1. ${TEXT} 2. ${TEXT} 3. ${TEXT}\n\n4. ${TEXT}`)
  const read = readSource(source)
  expect(read.paragraphs.map(({ number, text }) => [number, text])).toEqual(
    [1, 2, 3, 4].map((number) => [number, TEXT]),
  )
  expect(read.repairs.map(({ kind, line, after }) => `${line} ${kind}: ${after}`)).toEqual([
    '1 paragraph-number: paragraph 2 begins',
    '1 paragraph-number: paragraph 3 begins',
  ])
  expect(accountFor(source, read)).toEqual({ missing: [], twice: [], altered: [] })
})

test('a paragraph that is nowhere is named in words, and the count goes on', () => {
  const read = readSource(sourceOf(`1. ${TEXT}\n\n2. ${TEXT}\n\n4. ${TEXT}`))
  expect(read.paragraphs.map(({ number }) => number)).toEqual([1, 2, 4])
  expect(read.warnings.join(' ')).toContain('Paragraph 3 was not found')
})

test('a text without any line breaks still has its paragraphs, and the words say what is lost', () => {
  const source = sourceOf(
    `Report on harbours I. One 1. ${TEXT} 2. ${TEXT} A. Two 3. ${TEXT} See article 4. The end is near. 4. ${TEXT}`,
  )
  const read = readSource(source)
  expect(read.paragraphs.map(({ number }) => number)).toEqual([1, 2, 3, 4])
  expect(read.paragraphs[3]?.text).toBe(TEXT)
  expect(read.warnings.join(' ')).toContain('headings may stand at the end of the paragraph before them')
  expect(accountFor(source, read)).toEqual({ missing: [], twice: [], altered: [] })
})
