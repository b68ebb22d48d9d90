/** A small board in our own words, for the tests of this package. */
import type { Board, Card, Citation, Figure, Judgement, Report, Text } from '@briefboard/board'
import type { PackInput, Stamp } from './pack.ts'

export const cite = (paragraph: number, symbol = 'S/2018/80'): Citation => ({ symbol, paragraph })

export const text = (words: string): Text => ({ type: 'text', text: words })

export function judgement(id: string, over: Partial<Judgement> = {}): Judgement {
  return {
    id,
    basis: null,
    settles: [],
    threatLevel: 'severe',
    trend: 'rising',
    likelihood: 'likely',
    confidence: 'moderate',
    reason: `Reason of ${id}: cells were found in two towns.`,
    citations: [cite(12)],
    by: { id: 'anna', name: 'Anna Analyst' },
    at: '2018-02-01T10:00:00.000Z',
    asOf: '2018-01-31',
    ...over,
  }
}

export function card(id: string, over: Partial<Card> = {}): Card {
  return {
    id,
    title: `Title of ${id} in words`,
    region: 'levant',
    order: `a${id}`,
    status: 'approved',
    marking: null,
    actors: [],
    countries: ['IQ'],
    themes: ['financing'],
    tags: [],
    keyJudgement: `Key judgement of ${id}: small groups are likely to go on.`,
    assessment: [
      {
        type: 'paragraph',
        content: [
          text(`First sentence about ${id} and its towns. `),
          { type: 'citation', citation: cite(43) },
          text(' '),
          { type: 'citation', citation: cite(44) },
          text(` Second sentence about ${id} and its roads.`),
        ],
      },
    ],
    gaps: [{ text: `How many people ${id} has is not known.`, citations: [cite(13)] }],
    judgements: [judgement(`${id}-j1`)],
    lookedAt: [],
    createdAt: '2018-02-01T09:00:00.000Z',
    createdBy: { id: 'anna', name: 'Anna Analyst' },
    ...over,
  }
}

export function figure(id: string, owner: string, over: Partial<Figure> = {}): Figure {
  return {
    id,
    card: owner,
    measure: `Income counted for ${id}`,
    low: 260_000_000,
    high: 260_000_000,
    unit: 'USD',
    period: '2016',
    basis: 'oil income',
    qualifier: 'estimated',
    citation: cite(6, 'S/2017/97'),
    ...over,
  }
}

export function board(cards: Card[], over: Partial<Board> = {}): Board {
  const region = { m49: ['145'], countries: ['IQ'], headings: [] }
  return {
    id: 'harbour',
    title: 'Harbour watch',
    description: 'A board that the tests made up.',
    marking: 'clear',
    likelihoodScale: 'icd203',
    asOf: '2018-01-31',
    regions: [
      { ...region, id: 'levant', name: 'Levant', order: 'a0' },
      { ...region, id: 'sahel', name: 'Sahel belt', order: 'a1' },
    ],
    cards,
    actors: [
      { id: 'first', name: 'First Movement', aliases: ['FM'], listReference: 'QDe.115' },
      { id: 'second', name: 'Second Movement', aliases: [], listReference: null },
    ],
    figures: [],
    ...over,
  }
}

export const REPORTS: Report[] = ['S/2017/97', 'S/2018/80'].map((symbol, index) => ({
  symbol,
  title: `Report number ${index + 1}`,
  series: 'test',
  number: index + 1,
  date: `${2017 + index}-01-31`,
  url: `https://undocs.org/${symbol}`,
  sections: [{ id: 's1', heading: 'Introduction', level: 1, parent: null, paragraphs: [1, 60] }],
  paragraphs: Array.from({ length: 60 }, (_, at) => ({
    number: at + 1,
    section: 's1',
    digest: `Digest of paragraph ${at + 1} of ${symbol}, in words of our own.`,
    regions: [],
    themes: [],
    actors: [],
    subparagraphs: [],
  })),
}))

export const STAMP: Stamp = { snapshot: 'ab'.repeat(32), now: '2026-11-22T03:04:05.000Z', toolVersion: '0.1.0' }

export function packInput(made: Board, over: Partial<PackInput['options']> = {}): PackInput {
  return {
    board: made,
    reports: REPORTS,
    boardState: { hash: STAMP.snapshot },
    options: { formats: ['pdf', 'md', 'json'], ceiling: 'green', ...over },
    now: STAMP.now,
    toolVersion: STAMP.toolVersion,
  }
}
