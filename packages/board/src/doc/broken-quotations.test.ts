/** A judgement, gap or figure is read although a quotation in it is broken; the quotation is named. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Citation } from '../citation.ts'
import type { Figure, Judgement } from '../model.ts'
import { quote } from '../quotation-state.ts'
import { addJudgement, createCard, putFigure } from './edit.ts'
import { readBoard } from './read.ts'
import { cardMap } from './schema.ts'

const by = { id: 'ann', name: 'Ann' }
const at = '2026-01-01T00:00:00.000Z'
const quotation = quote('left the harbour') ?? undefined
const sound: Citation = { symbol: 'S/2018/80', paragraph: 13, quotation }
// What a broken or hostile client may write.
const broken = { ...sound, quotation: { text: 'left the harbour', hash: 'none' } }
const bare: Citation = { symbol: 'S/2018/80', paragraph: 13 }

function boardWith(citations: Citation[]): { doc: Y.Doc; card: string } {
  const doc = new Y.Doc()
  const card = createCard(doc, { title: 'Boats', place: { region: 'north', before: null }, by, at }, null)
  const judgement: Omit<Judgement, 'id'> = {
    ...{ basis: null, settles: [], threatLevel: 'severe', trend: 'rising', likelihood: 'likely', confidence: 'low' },
    ...{ reason: 'r', citations, by, at, asOf: null },
  }
  addJudgement(doc, card, judgement, null)
  cardMap(doc, card)?.set('gaps', [{ text: 'What of the third?', citations }])
  const figure: Omit<Figure, 'citation'> = {
    ...{ id: 'f1', card, measure: 'Boats', low: 2, high: 2, unit: 'boats', period: '2017', basis: 'counted' },
    qualifier: 'none',
  }
  putFigure(doc, { ...figure, citation: citations[0] ?? bare }, null)
  return { doc, card }
}

test('sound quotations are read with their citations', () => {
  const { value, problems } = readBoard('b', boardWith([sound]).doc)
  expect(problems).toEqual([])
  expect(value.cards[0]?.judgements[0]?.citations).toEqual([sound])
  expect(value.cards[0]?.gaps[0]?.citations).toEqual([sound])
  expect(value.figures[0]?.citation).toEqual(sound)
})

test('a broken quotation is left off its citation, which stands, and is named by its place', () => {
  const { doc, card } = boardWith([broken, sound])
  const { value, problems } = readBoard('b', doc)
  const [judgement] = value.cards[0]?.judgements ?? []
  expect(judgement?.citations).toEqual([bare, sound])
  expect(value.cards[0]?.gaps[0]?.citations).toEqual([bare, sound])
  expect(value.figures[0]?.citation).toEqual(bare)
  expect(problems.map(({ path }) => path).toSorted()).toEqual(
    [
      `cards/${card}/gaps/0/citations/0/quotation`,
      `cards/${card}/judgements/${judgement?.id}/citations/0/quotation`,
      'figures/f1/citation/quotation',
    ].toSorted(),
  )
})

test('what is broken elsewhere is left out whole, with its own problem', () => {
  const { value, problems } = readBoard('b', boardWith([{ ...broken, paragraph: -1 }]).doc)
  expect([value.figures, value.cards[0]?.judgements, value.cards[0]?.gaps]).toEqual([[], [], []])
  expect(problems).toHaveLength(3)
})
