/** Coverage: what no card has taken up, and which cards rest on what has a successor. */
import { expect, test } from 'vitest'
import type { CoverageAnswer, CoverageBy } from '@briefboard/protocol'
import { coverageSteps } from './coverage-answer.ts'
import { finished } from './doc/steps.ts'
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

const answer = (board: Board, reports: Report[], by: CoverageBy = 'regions', asked?: string): CoverageAnswer =>
  finished(coverageSteps(board, reports, { by, report: asked }))

const NORTH_AND_SOUTH = [north, { ...north, id: 'south', name: 'South' }]

test('a paragraph stands in each of its columns, and names the cards that cite it, which are told once', () => {
  const board = boardOf(card('one', [['S/2020/1', 1]]), card('gone', [['S/2020/1', 3]], 'archived'), card('mute', []))
  const { cards, reports } = answer({ ...board, regions: NORTH_AND_SOUTH }, [report(1)])
  expect(cards).toEqual([{ id: 'one', title: 'one' }])
  const [first] = reports[0]?.sections ?? []
  expect(first?.paragraphs).toEqual([
    { number: 1, cards: ['one'] },
    { number: 2, cards: [] },
  ])
  expect(first?.columns).toEqual([
    { id: 'north', paragraphs: [1] },
    { id: 'south', paragraphs: [1] },
    { id: 'none', paragraphs: [2] },
  ])
  expect(reports[0]?.uncited.map(({ number }) => number)).toEqual([2, 3])
})

test('every paragraph is cited or uncited, never both, and none is lost', () => {
  const [told] = answer(boardOf(card('one', [['S/2020/1', 2]])), [report(1)], 'themes').reports
  const all = told?.sections.flatMap(({ paragraphs }) => paragraphs) ?? []
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3])
  expect(all.filter(({ cards }) => cards.length === 0).map(({ number }) => number)).toEqual(
    told?.uncited.map(({ number }) => number),
  )
})

test('a paragraph that is about no column stands in a column of its own', () => {
  const board = { ...boardOf(card('one', [['S/2020/1', 1]])), regions: [north] }
  const { columns, reports } = answer(board, [report(1)])
  expect(columns.map(({ name }) => name)).toEqual(['North', 'No region'])
  const [told] = reports
  expect([told?.paragraphs, told?.cited]).toEqual([3, 1])
  const cells = told?.sections.map((section) =>
    section.columns.map(({ id, paragraphs }) => `${id} ${paragraphs.join()}`),
  )
  // The second paragraph is about no region, the third about one that the board does not have.
  expect(cells).toEqual([['north 1', 'none 2'], ['none 3']])
})

test('300 cards with long titles that all cite every paragraph: each title is told once, in short steps', () => {
  const all = Array.from({ length: 300 }, (_, index) => index + 1)
  const long: Report = {
    ...report(1),
    sections: [{ id: 's1', heading: 'Threat', level: 1, parent: null, paragraphs: [1, 300] }],
    paragraphs: all.map((number) => paragraph(number, 's1', ['north'])),
  }
  const cards = all.map((id) => ({
    ...card(
      `c${id}`,
      all.map((number): [string, number] => ['S/2020/1', number]),
    ),
    title: 't'.repeat(1000),
  }))
  const steps = coverageSteps({ ...boardOf(...cards), regions: [north] }, [long, report(2)], { by: 'regions' })
  let count = 0
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) count++
  // One for each citation at least; with the titles at each paragraph it was 180 MB.
  expect(count).toBeGreaterThan(300 * 300)
  expect(JSON.stringify(step.value).length).toBeLessThan(1_500_000)
  expect(step.value.lookAgain).toHaveLength(300)
})

test('reports come newest first, or only the one that is asked for', () => {
  const older = { ...report(1), date: '2019-01-01' }
  const symbols = (asked?: string): string[] =>
    answer(boardOf(), [older, report(2)], 'themes', asked).reports.map(({ symbol }) => symbol)
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
