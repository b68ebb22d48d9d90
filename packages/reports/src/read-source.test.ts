/** Small reports of our own, read whole, in the forms that real ones have. */
import { expect, test } from 'vitest'
import { accountFor } from './account.ts'
import { fixture } from './fixtures/index.test-suite.ts'
import { sourceOf } from './fixtures/source-of.test-suite.ts'
import { readSource } from './read-source.ts'
import type { ReadReport } from './model.ts'

const EVERYTHING = { missing: [], twice: [], altered: [] }
const tree = ({ sections }: ReadReport): string[] => sections.map(({ id, heading }) => `${id} ${heading}`)
const places = ({ paragraphs }: ReadReport): string[] => paragraphs.map(({ number, section }) => `${number} ${section}`)

test('clean text: headings that look like paragraphs, sub-paragraphs, a broken line', () => {
  const source = fixture('harbours-text.txt')
  const read = readSource(source)
  expect(tree(read)).toEqual([
    's1 Introduction',
    's2 What the inspections found',
    's2a Cargo',
    's2a1 Cargo from outside the region',
    's2a2 Timber',
    's2b Papers',
    's3 Recommendations',
  ])
  expect(places(read)).toEqual(['1 s1', '2 s1', '3 s2a', '4 s2a1', '5 s2a2', '6 s2b', '7 s3'])
  expect(read.number).toBe(1)
  expect(read.title).toBe('First report of the Harbour Council on the inspection of cargo in the northern ports')
  expect(read.paragraphs[6]?.subparagraphs.map(({ label, text }) => `${label}: ${text}`)).toEqual([
    'a: To inspect every vessel once a year, whatever it carries;',
    'b: To keep one registry. It should be open to all ports;',
    'c: To answer each other within a day.',
  ])
  expect(read.references).toEqual([
    { symbol: 'S/RES/4101 (2031)', paragraphs: [12], from: { paragraph: 1, note: null } },
  ])
  expect(read.countries.map(({ iso }) => iso)).toEqual(['NO', 'IS', 'FO'])
  expect(accountFor(source, read)).toEqual(EVERYTHING)
})

test('Markdown: marks go, links keep their words, notes leave the middle of a paragraph', () => {
  const source = fixture('harbours-markdown.txt')
  const read = readSource(source)
  expect(tree(read)).toEqual(['s1 Introduction', 's2 Findings', 's2a Cargo', 's2a1 Grain', 's3 Outlook'])
  expect(read.paragraphs[0]?.text).toMatch(/who among the captains objected to them\.$/)
  expect(read.paragraphs[2]?.text).toBe('Grain is seldom inspected.')
  expect(read.notes.map(({ marker, text, paragraph }) => `${marker} ${paragraph} ${text}`)).toEqual([
    '1 1 Amended in 2032.',
    '2 1 Listed as Brine and Tar (QDe.901).',
    '3 3 Information from one port.',
  ])
  expect(read.listReferences).toEqual([{ reference: 'QDe.901', from: { paragraph: 1, note: '2' } }])
  expect(
    read.figures.map(({ low, high, unit, period, qualifier }) => ({ low, high, unit, period, qualifier })),
  ).toEqual([
    { low: 12e6, high: 12e6, unit: 'USD', period: '2032', qualifier: 'approximately' },
    { low: null, high: 20e6, unit: 'USD', period: '2031', qualifier: 'as much as' },
  ])
  expect(accountFor(source, read)).toEqual(EVERYTHING)
})

test('raw PDF text: numbers alone on lines, furniture in a sentence, broken words, markers without notes', () => {
  const source = fixture('harbours-pdf.txt')
  const read = readSource(source)
  expect(tree(read)).toEqual([
    's1 Introduction',
    's2 Findings',
    's2a Harbours of the north',
    's2a1 Iceland',
    's2a2 Norway',
    's3 Outlook',
  ])
  expect(places(read)).toEqual(['1 s1', '2 s1', '3 s2a', '4 s2a1', '5 s2a2', '6 s2a2', '7 s3'])
  expect(read.symbol).toBe('H/2031/14')
  expect(read.markersWithoutNotes.map(({ marker }) => marker)).toEqual(['1', '2', '3', '4', '5', '6'])
  expect(read.paragraphs[3]?.text).toContain('Inspection of the remaining vessels goes on')
  expect(read.paragraphs[2]?.text).toContain('Some officers asses cargo')
  expect(read.repairs.map(({ kind, line, before, after }) => `${line} ${kind}: ${before} → ${after}`)).toEqual([
    '6 split-word: c onsidered → considered',
    '13 split-punctuation: capacity -building → capacity-building',
    '21 split-punctuation: Al -Bahr → Al-Bahr',
    '21 split-word: remai ning → remaining',
    '34 line-hyphen: advis- ers → advisers',
  ])
  expect(read.removed.map(({ why, text }) => `${why}: ${text}`)).toEqual([
    'page number: 7/9',
    'job number: 31-04455',
    'document symbol: H/2031/14',
    'rule: __________________',
  ])
  expect(read.paragraphs[5]?.subparagraphs.map(({ label, text }) => `${label}: ${text}`)).toEqual([
    'a: asked for better papers; and',
    'b: asked for cheaper fees.',
  ])
  expect(accountFor(source, read)).toEqual(EVERYTHING)
})

test('unknown structure stays as plain paragraphs without numbers, with a warning, and loses nothing', () => {
  const source = sourceOf(
    'Fees in the harbours\n\nFees are paid at the gate. They are low.\n\nNobody complains about them.',
  )
  const read = readSource(source)
  expect(read.title).toBe('Fees in the harbours')
  expect(read.paragraphs.map(({ number, text }) => [number, text])).toEqual([
    [null, 'Fees are paid at the gate. They are low.'],
    [null, 'Nobody complains about them.'],
  ])
  expect(read.warnings.join(' ')).toContain('No numbered paragraphs were found')
  expect(accountFor(source, read)).toEqual(EVERYTHING)
})

test('an empty source is an empty report', () => {
  const read = readSource(sourceOf(''))
  expect(read).toMatchObject({ title: null, paragraphs: [], sections: [], notes: [] })
  expect(read.warnings).toContain('The document has no text.')
})

test('a web page: roles say what is a heading, a list and a note', () => {
  const lines = [
    { text: 'II. Findings', page: null, role: { kind: 'heading' as const, level: 3 } },
    { text: 'Fees are paid at the gate.<sup>1</sup>', page: null, role: { kind: 'list-item' as const, label: '1.' } },
    { text: 'Ports are asked for two things:', page: null, role: { kind: 'list-item' as const, label: '2.' } },
    { text: 'To keep one registry;', page: null, role: { kind: 'list-item' as const, label: '(a)' } },
    { text: 'To answer within a day.', page: null, role: { kind: 'list-item' as const, label: '(b)' } },
    { text: 'In most harbours.', page: null, role: { kind: 'note' as const, marker: '1' } },
  ]
  const source = { format: 'html' as const, lines, warnings: [] }
  const read = readSource(source)
  expect(read.paragraphs.map(({ number, text }) => `${number} ${text}`)).toEqual([
    '1 Fees are paid at the gate.',
    '2 Ports are asked for two things:\n(a) To keep one registry;\n(b) To answer within a day.',
  ])
  expect(read.paragraphs[1]?.subparagraphs.map(({ label }) => label)).toEqual(['a', 'b'])
  expect(read.notes[0]).toMatchObject({ marker: '1', text: 'In most harbours.', paragraph: 1 })
  expect(accountFor(source, read)).toEqual(EVERYTHING)
})
