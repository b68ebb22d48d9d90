/** Places are counted once, quotations are told apart. */
import { expect, test } from 'vitest'
import { citationKey, formatCitations, placesOf, type Citation } from './citation.ts'
import { citingSteps, quotationsOf } from './cited.ts'
import { finished } from './doc/steps.ts'
import type { Board, Card } from './model.ts'
import { quote } from './quotation-state.ts'

const [left, counted] = [quote('left the harbour'), quote('nobody counted')]
if (left === null || counted === null) throw new Error('nothing was quoted')
const cite = (paragraph: number, quotation?: typeof left): Citation => ({
  symbol: 'S/2018/80',
  paragraph,
  ...(quotation && { quotation }),
})
const cited = [cite(13, left), cite(14), cite(13, counted), cite(13), cite(13, left)]

test('two quotations of one paragraph are two, the same words cited twice are one', () => {
  expect(quotationsOf(cited)).toEqual([left, counted])
})

test('a quotation and its altered copy are told apart, though they bear one hash', () => {
  const altered = { ...left, text: 'reached the harbour' }
  expect(quotationsOf([cite(13, left), cite(13, altered)])).toEqual([left, altered])
})

test('one place is one, whatever is quoted of it', () => {
  expect(new Set(cited.map(citationKey)).size).toBe(2)
  expect(placesOf(cited)).toEqual([cite(13), cite(14)])
  expect(formatCitations(cited)).toBe('S/2018/80, paras. 13 and 14')
  const gaps = [{ text: 'What of the third boat?', citations: cited }]
  // Only what a card cites is read.
  const card = { id: 'boats', title: 'Boats', status: 'draft', assessment: [], judgements: [], gaps } as unknown as Card
  const board = { cards: [card], figures: [] } as unknown as Board
  const { cards, byParagraph } = finished(citingSteps(board))
  expect(cards).toEqual([{ id: 'boats', title: 'Boats' }])
  expect(byParagraph.get('S/2018/80:13')).toEqual(['boats'])
})

test('thousands of cards that cite the same paragraphs are gathered in proportion to their citations', () => {
  const gaps = [{ text: 'g', citations: Array.from({ length: 88 }, (_, index) => cite(index + 1)) }]
  const cards = Array.from({ length: 4000 }, (_, index) => ({
    ...{ id: `c${index}`, title: 't', status: 'draft', assessment: [], judgements: [], gaps },
  }))
  const figures = Array.from({ length: 10_000 }, (_, index) => ({ card: `c${index % 4000}`, citation: cite(1) }))
  const began = process.cpuUsage()
  const { byParagraph } = finished(citingSteps({ cards, figures } as unknown as Board))
  // In the square of the cards it took two seconds; now it takes a twentieth of one.
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(700)
  expect(byParagraph.get('S/2018/80:88')).toHaveLength(4000)
})
