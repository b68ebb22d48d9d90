/** A board read from nonsense is drawn, put together, written in every format and searched for leaks, like any other. */
import { readAssessment, readBoard, type Board, type Report } from '@briefboard/board'
import { drawSeries, groupFigures, judgedYears, seriesSummary, shadesAt, whyNotDrawn } from '@briefboard/charts'
import { drawMap } from '@briefboard/charts/map'
import { between, nonsenseBoard, nonsenseCard, seededRandom, sentDocument } from '@briefboard/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildPack } from './build.ts'
import { snapshotHash } from './canonical.ts'
import { PackError } from './errors.ts'

const RUNS = Number(process.env['NONSENSE_RUNS'] ?? 24)
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })
const check = (look: (board: Board, seed: number) => void, numRuns: number): void =>
  fc.assert(
    fc.property(seeds, (seed) => look(boardOf(seed), seed)),
    { numRuns },
  )

/** In a place where a drawing has numbers; its words may be anybody's. */
const NO_NUMBER = /\s(?:[xy][12]?|width|height|d|transform)="[^"]*(?:NaN|Infinity|undefined)/

const REPORT: Report = {
  ...{ symbol: 'S/2018/80', title: 'Report', series: 's', number: 6, date: '2018-01-31', url: '' },
  sections: [{ id: 's1', heading: 'Threat', level: 1, parent: null, paragraphs: [13, 13] }],
  paragraphs: [
    {
      number: 13,
      section: 's1',
      digest: 'What it says, at length.',
      regions: [],
      themes: [],
      actors: [],
      subparagraphs: [],
    },
  ],
}

/** As the server reads it: each card with its assessment. */
function boardOf(seed: number): Board {
  const random = seededRandom(seed)
  const { value } = readBoard('b', sentDocument(nonsenseBoard(random)))
  return {
    ...value,
    cards: value.cards.map((card) => ({ ...card, assessment: readAssessment(sentDocument(nonsenseCard(random))) })),
  }
}

test('its map and charts are drawn, in finite numbers', () => {
  check((board) => {
    for (const year of [0, ...judgedYears(board)]) {
      const { svg } = drawMap({
        shades: shadesAt(board, year),
        year,
        width: 840,
        frame: 'regions',
        theme: 'page',
        id: 'm',
      })
      expect(svg).not.toMatch(NO_NUMBER)
    }
    for (const series of groupFigures(board.figures)) {
      expect(seriesSummary(series)).toBeTypeOf('string')
      if (whyNotDrawn(series) === null)
        expect(drawSeries(series, { width: 600, theme: 'page' }).svg).not.toMatch(NO_NUMBER)
    }
  }, RUNS)
})

const EXPECTED: ReadonlySet<string> = new Set(['nothing-to-export', 'leak'])

function build(board: Board, formats: ('pdf' | 'md' | 'json')[], ceiling: 'red' | 'clear'): void {
  const input = {
    ...{ board, reports: [REPORT], boardState: { hash: snapshotHash(board, [REPORT]) } },
    ...{ options: { formats, ceiling }, now: '2026-11-30T00:00:00.000Z', toolVersion: '0' },
  }
  try {
    expect(buildPack(input).files.length).toBeGreaterThan(0)
  } catch (error) {
    // All of it may lie above the ceiling; and of so few words, what is withheld may stand elsewhere too, which stops a pack.
    if (!(error instanceof PackError) || !EXPECTED.has(error.code)) throw error
  }
}

test('packs of it are written as Markdown and JSON, under each ceiling', () => {
  check((board, seed) => build(board, ['md', 'json'], between(seededRandom(seed), 0, 1) === 0 ? 'red' : 'clear'), RUNS)
})

test('packs of it are written as PDF', () => {
  check((board) => build(withoutMarks(board), ['pdf'], 'red'), Math.ceil(RUNS / 4))
})

/** Typst takes no U+FEFF; what becomes of that in a PDF has a test of its own. */
const withoutMarks = (board: Board): Board => JSON.parse(JSON.stringify(board).replaceAll('\ufeff', '')) as Board
