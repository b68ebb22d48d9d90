/** Who cites what goes to the page with each card once, and is there as it was. */
import type { Board } from '@briefboard/board'
import { expect, test } from 'vitest'
import { citingsOf, receivedCitings, sentCitings } from './citings.ts'

const SYMBOL = 'S/2020/1'
const TITLE = 't'.repeat(1000)

const cards = Array.from({ length: 50 }, (_, index) => ({
  ...{ id: `c${index}`, title: TITLE, status: 'draft', assessment: [], judgements: [] },
  gaps: [{ text: 'g', citations: Array.from({ length: 50 }, (_, at) => ({ symbol: SYMBOL, paragraph: at + 1 })) }],
}))
// Only what a card cites is read.
const board = { cards, figures: [] } as unknown as Board

test('fifty cards with long titles that cite fifty paragraphs are sent with fifty titles', () => {
  const citings = citingsOf(board, SYMBOL)
  const text = JSON.stringify(sentCitings(citings))
  expect(text.split(TITLE)).toHaveLength(51)
  // What was sent is what is received.
  expect(receivedCitings(JSON.parse(text) as ReturnType<typeof sentCitings>)).toEqual(citings)
})
