/** Looking again: the queue empties only by citing the newest report or by saying that nothing has to change. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { addLookedAt, createCard, putCard, putFigure, removeFigure } from './doc/edit.ts'
import { readBoard } from './doc/read.ts'
import { cardMap } from './doc/schema.ts'
import { cardsToLookAgain, lookedAtHistory } from './looked-at.ts'
import type { Board, Figure, Report } from './model.ts'

const by = { id: 'ann', name: 'Ann' }
const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`

const report = (number: number): Report => ({
  ...{ symbol: `S/2020/${number}`, title: 'Report', series: 'series', number, date: '2020-01-01', url: '' },
  ...{ sections: [], paragraphs: [] },
})

const figureOf = (card: string, symbol: string): Figure => ({
  ...{
    id: `${card}-${symbol}`,
    card,
    measure: 'Boats',
    low: 1,
    high: 1,
    unit: 'boats',
    period: '2020',
    basis: 'count',
  },
  ...{ qualifier: 'none', citation: { symbol, paragraph: 1 } },
})

function boardWithCard(): { doc: Y.Doc; card: string } {
  const doc = new Y.Doc()
  const card = createCard(doc, { title: 'Boats', place: { region: 'north', before: null }, by, at: at(1) }, null)
  putFigure(doc, figureOf(card, 'S/2020/1'), null)
  return { doc, card }
}

const read = (doc: Y.Doc): Board => readBoard('b', doc).value
const queue = (doc: Y.Doc, ...numbers: number[]): string[] =>
  cardsToLookAgain(read(doc), numbers.map(report)).map(({ cites, newest }) => `${cites} → ${newest}`)

test('a card leaves the queue when somebody has looked, and comes back with the next report', () => {
  const { doc, card } = boardWithCard()
  expect(queue(doc, 1, 2)).toEqual(['S/2020/1 → S/2020/2'])
  addLookedAt(doc, card, { symbol: 'S/2020/2', note: 'Same boats.', by, at: at(2) }, null)
  expect(queue(doc, 1, 2)).toEqual([])
  expect(queue(doc, 1, 2, 3)).toEqual(['S/2020/1 → S/2020/3'])
})

test('a card leaves the queue when it cites the newest report, and comes back when that citation goes', () => {
  const { doc, card } = boardWithCard()
  putFigure(doc, figureOf(card, 'S/2020/2'), null)
  expect(queue(doc, 1, 2)).toEqual([])
  removeFigure(doc, `${card}-S/2020/2`, null)
  expect(queue(doc, 1, 2)).toEqual(['S/2020/1 → S/2020/2'])
})

test('two people look at one card at the same time: both are kept, newest first', () => {
  const { doc, card } = boardWithCard()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  addLookedAt(doc, card, { symbol: 'S/2020/2', note: 'Mine.', by, at: at(2) }, null)
  addLookedAt(other, card, { symbol: 'S/2020/2', note: 'Yours.', by, at: at(3) }, null)
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  expect(lookedAtHistory(read(doc)).map(({ looked }) => looked.note)).toEqual(['Yours.', 'Mine.'])
})

test('a broken entry is left out and named; a card written whole keeps its entries', () => {
  const { doc, card } = boardWithCard()
  addLookedAt(doc, card, { symbol: 'S/2020/2', note: '', by, at: at(2) }, null)
  cardMap(doc, card)?.set('lookedAt:broken', { symbol: 7 })
  const { value, problems } = readBoard('b', doc)
  expect(value.cards[0]?.lookedAt.map(({ symbol }) => symbol)).toEqual(['S/2020/2'])
  expect(problems.map(({ path }) => path)).toEqual([`cards/${card}/lookedAt/broken`])
  const copy = new Y.Doc()
  for (const one of value.cards) putCard(copy, one, null)
  expect(read(copy).cards[0]?.lookedAt).toEqual(value.cards[0]?.lookedAt)
})
