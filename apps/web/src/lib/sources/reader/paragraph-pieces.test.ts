import { expect, test } from 'vitest'
import { linesOf, runsOf, type Line } from './paragraph-pieces.ts'
import type { OwnText } from './reader-document.ts'

const shown = ({ pieces }: Line): string =>
  pieces.map((piece) => (piece.kind === 'text' ? piece.text : `^${piece.marker}`)).join('')

const TEXT = 'They should: (a) share lists, namely (i) of names, (ii) of places; (b) train.'
const from = (words: string): number => TEXT.indexOf(words)
const own: OwnText = {
  text: TEXT,
  subparagraphs: [
    { label: 'a', parent: null, from: from('(a)'), to: from(' (b)') },
    { label: 'i', parent: 'a', from: from('(i)'), to: from(' (ii)') },
    { label: 'ii', parent: 'a', from: from('(ii)'), to: from(' (b)') },
    { label: 'b', parent: null, from: from('(b)'), to: TEXT.length },
  ],
  notes: [
    { marker: '3', at: from(', namely') },
    { marker: '4', at: from('(b)') - 1 },
  ],
}

test('sub-paragraphs are lines of their own, as deep as they lie, also where the document runs on', () => {
  const lines = linesOf({ ...own, notes: [] }, [])
  expect(lines.map((line) => [line.depth, line.isLabelled, shown(line)])).toEqual([
    [0, false, 'They should:'],
    [1, true, '(a) share lists, namely'],
    [2, true, '(i) of names,'],
    [2, true, '(ii) of places;'],
    [1, true, '(b) train.'],
  ])
})

test('every marker stands behind its place, at a line’s end too', () => {
  const lines = linesOf(own, []).map(shown)
  expect(lines[1]).toBe('(a) share lists^3, namely')
  expect(lines[3]).toBe('(ii) of places;^4')
})

test('runs tell their place in the text, however many marks lie over each other', () => {
  const lines = linesOf(own, [
    { range: [from('share'), from(' namely')], look: 'quoted' },
    { range: [from('lists'), from(' namely')], look: 'hit' },
  ])
  const runs = lines.flatMap(({ pieces }) => pieces).filter((piece) => piece.kind === 'text')
  for (const run of runs) expect(TEXT.slice(run.from, run.from + run.text.length)).toBe(run.text)
  expect(runs.find(({ text }) => text === 'lists')?.looks).toEqual(['quoted', 'hit'])
  expect(runs.find(({ text }) => text.startsWith('share'))?.looks).toEqual(['quoted'])
})

test('a mark over several lines is in each of them', () => {
  const marked = linesOf(own, [{ range: [from('lists'), from('places')], look: 'pointed' }]).filter(({ pieces }) =>
    pieces.some((piece) => piece.kind === 'text' && piece.looks.includes('pointed')),
  )
  expect(marked).toHaveLength(3)
})

test('a text that is empty has no lines', () => {
  expect(linesOf({ text: ' \n ', subparagraphs: [], notes: [] }, [])).toEqual([])
  expect(runsOf('Said.', [])).toEqual([{ kind: 'text', from: 0, text: 'Said.', looks: [] }])
})
