/** Coverage: what no card has taken up, and which cards rest on what has a successor. */
import { expect, test } from 'vitest'
import { coverageAnswer } from './coverage-answer.ts'
import { coverageOf } from './coverage.ts'
import { cardsToLookAgain } from './looked-at.ts'
import type { Board, Card, Region, Report } from './model.ts'

const by = { id: 'ann', name: 'Ann' }

const card = (id: string, cites: [symbol: string, paragraph: number][], status: Card['status'] = 'draft'): Card => ({
  ...{ id, title: id, region: 'north', order: 'a0', status, marking: null, actors: [], countries: [], themes: [] },
  ...{ tags: [], keyJudgement: '', judgements: [], lookedAt: [], createdAt: '2026-01-01T00:00:00.000Z', createdBy: by },
  assessment: [
    {
      type: 'paragraph',
      content: cites.map(([symbol, paragraph]) => ({ type: 'citation', citation: { symbol, paragraph } })),
    },
  ],
  gaps: [],
})

const boardOf = (...cards: Card[]): Board => ({
  ...{ id: 'b', title: 'Board', description: '', marking: 'clear', likelihoodScale: 'icd203', asOf: null },
  ...{ regions: [], cards, actors: [], figures: [] },
})

const north: Region = { id: 'north', name: 'North', order: 'a0', m49: [], countries: [], headings: [] }

const paragraph = (number: number, section: string, regions: string[]) => ({
  ...{ number, section, digest: `What ${number} says.`, regions, themes: ['financing'], actors: [], subparagraphs: [] },
})

const report = (number: number): Report => ({
  ...{ symbol: `S/2020/${number}`, title: 'Report', series: 'series', number, date: '2020-01-01', url: '' },
  sections: [
    { id: 's1', heading: 'Threat', level: 1, parent: null, paragraphs: [1, 2] },
    { id: 's2', heading: 'Response', level: 1, parent: null, paragraphs: [3, 3] },
  ],
  paragraphs: [paragraph(1, 's1', ['north', 'south']), paragraph(2, 's1', []), paragraph(3, 's2', ['south'])],
})

test('a paragraph stands in each of its columns, with the cards that cite it', () => {
  const board = boardOf(card('one', [['S/2020/1', 1]]), card('gone', [['S/2020/1', 3]], 'archived'))
  const { rows, uncited } = coverageOf(board, report(1), 'regions')
  expect(rows[0]?.cells.get('north')).toEqual([{ number: 1, cards: [{ id: 'one', title: 'one' }] }])
  expect(rows[0]?.cells.get('south')).toEqual(rows[0]?.cells.get('north'))
  expect(rows[0]?.paragraphs.map(({ number }) => number)).toEqual([1, 2])
  expect(uncited.map(({ number }) => number)).toEqual([2, 3])
})

test('every paragraph is cited or uncited, never both, and none is lost', () => {
  const { rows, uncited } = coverageOf(boardOf(card('one', [['S/2020/1', 2]])), report(1), 'themes')
  const all = rows.flatMap(({ paragraphs }) => paragraphs)
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(all.filter(({ cards }) => cards.length === 0).map(({ number }) => number)).toEqual(
    uncited.map(({ number }) => number),
  )
})

test('as it is told, a paragraph that is about no column stands in a column of its own', () => {
  const board = { ...boardOf(card('one', [['S/2020/1', 1]])), regions: [north] }
  const { columns, reports } = coverageAnswer(board, [report(1)], { by: 'regions' })
  expect(columns.map(({ name }) => name)).toEqual(['North', 'No region'])
  const [told] = reports
  expect([told?.paragraphs, told?.cited]).toEqual([3, 1])
  const cells = told?.sections.map((section) =>
    section.columns.map(({ id, paragraphs }) => `${id} ${paragraphs.map(({ number }) => number).join()}`),
  )
  // The second paragraph is about no region, the third about one that the board does not have.
  expect(cells).toEqual([['north 1', 'none 2'], ['none 3']])
})

test('reports come newest first, or only the one that is asked for', () => {
  const older = { ...report(1), date: '2019-01-01' }
  const symbols = (asked?: string): string[] =>
    coverageAnswer(boardOf(), [older, report(2)], { by: 'themes', report: asked }).reports.map(({ symbol }) => symbol)
  expect([symbols(), symbols('S/2020/1')]).toEqual([['S/2020/2', 'S/2020/1'], ['S/2020/1']])
})

test('a card that cites an older report of a series is to be looked at again, until it cites the newest', () => {
  const old = card('old', [['S/2020/1', 1]])
  const both = card('both', [
    ['S/2020/1', 1],
    ['S/2020/3', 1],
  ])
  const reports = [report(1), report(2), report(3)]
  expect(cardsToLookAgain(boardOf(old, both), reports)).toEqual([
    { card: { id: 'old', title: 'old' }, cites: 'S/2020/1', newest: 'S/2020/3' },
  ])
  expect(cardsToLookAgain(boardOf(old), [report(1)])).toEqual([])
})
