import type { StoredReport } from '@briefboard/protocol/pages'
import { readSource } from '@briefboard/reports'
import { expect, test } from 'vitest'
import { paragraphsOf, readerDocument } from './reader-document.ts'
import { pathTo, sectionTree } from './section-tree.ts'

const LINES = ['I. Introduction', '', '1. The first point is made here.', '', 'II. The threat', '', 'A. Overview', '']
const text = readSource({
  format: 'text',
  lines: [...LINES, '2. The second point is made here.', '', '4. The fourth point.'].map((line) => ({
    ...{ text: line, page: null, role: null },
  })),
  warnings: [],
})

const paragraph = (number: number, digest: string): object => ({
  ...{ number, section: 's1', digest, regions: [], themes: [], actors: [], subparagraphs: [] },
})
const report = {
  ...{ symbol: 'S/2020/1', title: 'A report', series: 'r', number: 1, date: '2020-01-01', url: '' },
  sections: [{ id: 's1', heading: 'Introduction', level: 1, parent: null, paragraphs: [1, 3] }],
  paragraphs: [paragraph(1, 'One.'), paragraph(2, ''), paragraph(3, 'Three.')],
}
const stored = (imported: boolean): StoredReport =>
  // Only what the reader takes is there.
  ({ summary: { symbol: 'S/2020/1' }, report, text: imported ? text : null, imported: null }) as unknown as StoredReport

test('text and digests meet by number; what only the digests have stands in its place', () => {
  const document = readerDocument(stored(true))
  expect(document.hasText && document.hasDigests).toBe(true)
  expect(paragraphsOf(document).map(({ key, digest, own }) => [key, digest, own !== null])).toEqual([
    ['p1', 'One.', true],
    ['p2', null, true],
    ['p3', 'Three.', false],
    ['p4', null, true],
  ])
})

test('without an import the digests are read in their own sections', () => {
  const document = readerDocument(stored(false))
  expect(document.hasText).toBe(false)
  expect(document.parts.map(({ section, paragraphs }) => [section?.heading, paragraphs.length])).toEqual([
    ['Introduction', 3],
  ])
})

test('sections make a tree with their labels, and each knows what it lies in', () => {
  const { parts } = readerDocument(stored(true))
  expect(sectionTree(parts)).toMatchObject([
    { words: 'I. Introduction', children: [] },
    { words: 'II. The threat', children: [{ words: 'A. Overview' }] },
  ])
  const overview = parts.find(({ section }) => section?.heading === 'Overview')?.section?.id ?? null
  expect(pathTo(parts, overview)).toEqual(new Set([overview, parts[1]?.section?.id]))
})
