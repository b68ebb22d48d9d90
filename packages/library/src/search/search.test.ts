/** Search over a board: what is found, by which fields, where it stands, and that an edit changes only its own part. */
import { finished, parseSearch, type Board, type Report, type Thread } from '@briefboard/board'
import { describe, expect, test } from 'vitest'
import { BoardIndex } from './board-index.ts'
import { assessmentWords, entriesOfCard, entriesOfReport, type SearchEntry } from './entries.ts'
import { snippetOf } from './highlight.ts'

const by = { id: 'ann', name: 'Ann' }

const board: Board = {
  ...{ id: 'b', title: 'Board', description: '', marking: 'clear', likelihoodScale: 'icd203', asOf: null, figures: [] },
  regions: [
    { id: 'west-africa', name: 'West Africa', order: 'a0', m49: [], countries: [], headings: [] },
    { id: 'lake', name: 'Lake District', order: 'a1', m49: [], countries: [], headings: [] },
  ],
  actors: [{ id: 'group', name: 'The Group', aliases: ['Da’esh'], listReference: 'QDe.999' }],
  cards: [
    {
      ...{ id: 'one', title: 'Fuel smuggling', region: 'west-africa', order: 'a0', status: 'in-review', marking: null },
      ...{
        actors: ['group'],
        countries: ['NG'],
        themes: [],
        tags: ['fuel'],
        gaps: [],
        lookedAt: [],
        createdAt: '',
        createdBy: by,
      },
      keyJudgement: 'Smuggling of fuel pays for most of it.',
      judgements: [
        {
          ...{ id: 'j', basis: null, settles: [], threatLevel: 'severe', trend: 'rising', likelihood: 'likely' },
          ...{
            confidence: 'moderate',
            reason: 'Prices rose.',
            citations: [],
            by,
            at: '2026-01-01T00:00:00Z',
            asOf: null,
          },
        },
      ],
      assessment: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'The oil income fell by half in Al-Rawda.' },
            { type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 13 } },
          ],
        },
      ],
    },
  ],
}

const report: Report = {
  ...{ symbol: 'S/2018/80', title: 'Report', series: 'series', number: 6, date: '2018-01-31', url: '', sections: [] },
  paragraphs: [
    {
      ...{ number: 13, section: 's1', digest: 'Income has fallen since 2015.', regions: ['lake'], themes: [] },
      ...{ actors: ['group'], subparagraphs: [] },
    },
  ],
}

const entriesOfCards = (of: Board, threads: readonly Thread[]): SearchEntry[] =>
  of.cards.flatMap((card) => entriesOfCard(of, card, assessmentWords(card.assessment), threads))

function indexed(): BoardIndex {
  const index = new BoardIndex()
  const thread = { id: 't', card: 'one', anchor: null, resolved: null }
  const messages = [{ id: 'm', by: { id: 'cat', name: 'Cat' }, at: '', text: 'Which source says so?' }]
  index.setActors(board.actors)
  finished(index.putPart('cards', entriesOfCards(board, [{ ...thread, messages }])))
  finished(index.putPart('S/2018/80', entriesOfReport(report, board, new Map([[13, 'Their revenue went down.']]))))
  return index
}

const idsOf = (typed: string, index = indexed()): string[] =>
  finished(index.search(parseSearch(typed), 50))
    .found.hits.map(({ id }) => id)
    .toSorted()

describe('what is found', () => {
  test.each([
    ['smuggling', ['assessment:one', 'card:one', 'comment:t']],
    ['SMÜGGLING fuel', ['assessment:one', 'card:one', 'comment:t']],
    ['rawda', ['assessment:one']],
    ['"oil income"', ['assessment:one']],
    ['"income oil"', []],
    ['source', ['comment:t']],
    ['revenue', ['text:S/2018/80:13']],
    ['kind:digest', ['digest:S/2018/80:13']],
    ['income cites:S/2018/80', ['assessment:one', 'digest:S/2018/80:13']],
    ['cites:S/2018/8', []],
    ['cites:S/2018/80:13 kind:card', ['card:one']],
    ['level:severe kind:card', ['card:one']],
    ['level:low', []],
    ['status:in-review kind:card', ['card:one']],
    ['status:"in review" kind:card', ['card:one']],
    ['region:africa kind:card', ['card:one']],
    ['region:lake kind:digest', ['digest:S/2018/80:13']],
    ['actor:"da\'esh" kind:card', ['card:one']],
    ['actor:QDe.999 kind:digest', ['digest:S/2018/80:13']],
    ['smuglging', ['assessment:one', 'card:one', 'comment:t']],
    ['nothing of the kind', []],
    ['', []],
  ])('%s', (typed, ids) => {
    expect(idsOf(typed)).toEqual(ids)
  })
})

test('hits are marked where they stand, in the text as it is written', () => {
  const [hit] = finished(indexed().search(parseSearch('smuggling kind:card'), 1)).found.hits
  const { text = '', hits = [] } = hit?.snippet ?? {}
  expect(hits.map(([begin, end]) => text.slice(begin, end))).toEqual(['Smuggling'])
})

test('of a long text, the part around the first hit is shown, and its marks are right', () => {
  const { text, hits } = snippetOf(`${'before '.repeat(100)}needle ${'after '.repeat(100)}`, ['needle'])
  expect(text.length).toBeLessThan(300)
  expect(hits.map(([begin, end]) => text.slice(begin, end))).toEqual(['needle'])
})

test('a part that changes takes the place of what it was; what is gone is not found', () => {
  const index = indexed()
  const changed = { ...board, cards: board.cards.map((card) => ({ ...card, keyJudgement: 'Taxes pay for it.' })) }
  index.setActors(changed.actors)
  finished(index.putPart('cards', entriesOfCards(changed, [])))
  expect(idsOf('taxes', index)).toEqual(['card:one'])
  expect(idsOf('most', index)).toEqual([])
  expect(idsOf('source', index)).toEqual([])
  finished(index.putPart('S/2018/80', []))
  expect(idsOf('revenue', index)).toEqual([])
})

describe('very much text', () => {
  const NAMES = ['azure', 'bronze', 'copper', 'diamond', 'emerald', 'flamingo']
  const other = (text: string, id: string): SearchEntry => ({
    ...{ id, kind: 'comment', title: 'Title', text, card: 'one', place: null, regions: [], actors: [], level: null },
    ...{ status: null, cites: [] },
  })
  const differing = (count: number, from = 0): string =>
    Array.from({ length: count }, (_, index) => `w${(from + index).toString(36).split('').toReversed().join('')}`).join(
      ' ',
    )

  test('words far apart in a long text are found together, and shown where one of them stands', () => {
    const index = new BoardIndex()
    finished(index.putPart('p', [other(`alpha ${'between '.repeat(5000)}omega`, 'comment:long')]))
    const { hits } = finished(index.search(parseSearch('alpha omega'), 1)).found
    expect(hits.map(({ id }) => id)).toEqual(['comment:long'])
    expect(hits[0]?.snippet.hits).toHaveLength(1)
    expect(index.isCut).toBe(false)
  })

  test('of one that is longer than what is searched, the beginning is found; the index says that it is cut', () => {
    const index = new BoardIndex()
    finished(index.putPart('p', [other(`alpha ${'between '.repeat(50_000)}omega`, 'comment:long')]))
    expect([idsOf('alpha', index), idsOf('omega', index), index.isCut]).toEqual([['comment:long'], [], true])
    finished(index.putPart('p', [other('omega', 'comment:long')]))
    expect([idsOf('omega', index), index.isCut]).toEqual([['comment:long'], false])
  })

  test('comments of too many different words are left out and get room when it is free; nothing else is left out for them', () => {
    const index = new BoardIndex()
    for (let part = 0; part < 6; part++)
      finished(
        index.putPart(`p${part}`, [other(`${NAMES[part]} ${differing(25_000, part * 25_000)}`, `comment:${part}`)]),
      )
    finished(index.putPart('card', [{ ...other('theirs', 'card:one'), kind: 'card' }]))
    expect([idsOf('flamingo', index), idsOf('theirs', index), index.isCut]).toEqual([[], ['card:one'], true])
    for (let part = 0; part < 5; part++) finished(index.putPart(`p${part}`, []))
    finished(index.putLeftOut())
    expect([idsOf('flamingo', index), index.isCut]).toEqual([['comment:5'], false])
  })

  test('a search whose time is over ends with what it has, and says so', () => {
    const index = indexed()
    let looks = 0
    const { found, isWhole } = finished(index.search(parseSearch('smuggling'), 50, () => ++looks > 2))
    expect([found.total, isWhole]).toEqual([1, false])
  })
})
