import { expect, test } from 'vitest'
import { accountFor } from './account.ts'
import { pagesOf, sourceOf } from './fixtures/source-of.test-suite.ts'
import { readSource } from './read-source.ts'
import type { Source } from './source.ts'

const TEXT = 'Inspectors of the Council visited all harbours of the region and were welcome.'
const MORE = `2. ${TEXT}\n\n3. ${TEXT}`

function read(source: Source) {
  const report = readSource(source)
  expect(accountFor(source, report)).toEqual({ missing: [], twice: [], altered: [] })
  const notes = report.notes.map(({ marker, text, paragraph }) => `${marker} ${paragraph} ${text}`)
  return { notes, first: report.paragraphs[0]?.text, report }
}

test('a body that interrupts a sentence goes to its marker, and the sentence closes', () => {
  const text = `1. The ports<sup>1</sup> of\n\n---\n\n<sup>1</sup> All nine.\n\n\nthe north. ${TEXT}\n\n${MORE}`
  const { notes, first } = read(sourceOf(text, 'markdown'))
  expect(notes).toEqual(['1 1 All nine.'])
  expect(first).toBe(`The ports of the north. ${TEXT}`)
})

test('at the foot of a page a rule and a number are enough; the text goes on on the next page', () => {
  const page = '1. The ports, 1 and what\nthey carry, 2 of\n_______\n1 All nine of\nthem.\n2 Grain.'
  const next = `the north. 3 ${TEXT}\n2. ${TEXT}\n3. ${TEXT}\n_______\n3 As above.`
  const { notes, first } = read(pagesOf(page, next))
  expect(notes).toEqual(['1 1 All nine of them.', '2 1 Grain.', '3 1 As above.'])
  expect(first).toBe(`The ports, and what they carry, of the north. ${TEXT}`)
})

test('[^1] is a marker, and [^1]: a body', () => {
  const { notes } = read(sourceOf(`1. The ports.[^1] ${TEXT}\n\n${MORE}\n\n[^1]: All nine.`, 'markdown'))
  expect(notes).toEqual(['1 1 All nine.'])
})

test('two markers at one place are two, and are named if their notes are missing', () => {
  const { report } = read(sourceOf(`1. The ports.<sup>1, 2</sup> ${TEXT}\n\n${MORE}`, 'markdown'))
  expect(report.paragraphs[0]?.notes).toEqual([
    { marker: '1', at: 10 },
    { marker: '2', at: 10 },
  ])
  expect(report.markersWithoutNotes).toEqual([
    { marker: '1', paragraph: 1 },
    { marker: '2', paragraph: 1 },
  ])
  expect(report.warnings.join(' ')).toContain('lacks the notes to 2 markers: 1, 2')
})
