/** Editing a board: what two people do at once survives, and cards stand where they were put. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Judgement, Region } from '../model.ts'
import { standingOf } from '../judgements.ts'
import { addJudgement, createCard, moveCard, putRegion, setCardField, setCardText } from './edit.ts'
import { readBoard } from './read.ts'
import { boardMap, cardsMap } from './schema.ts'

const by = { id: 'ann', name: 'Ann' }
const at = '2026-01-01T00:00:00.000Z'
const region = (id: string, order: string): Region => ({ id, name: id, order, m49: [], countries: [], headings: [] })

function newBoard(): { doc: Y.Doc; cards: string[] } {
  const doc = new Y.Doc()
  putRegion(doc, region('north', 'a0'), null)
  putRegion(doc, region('south', 'a1'), null)
  const cards = ['one', 'two', 'three'].map((title) =>
    createCard(doc, { title, place: { region: 'north', before: null }, by, at }, null),
  )
  return { doc, cards }
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

function merge(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
}

const titles = (doc: Y.Doc, where: string): string[] =>
  readBoard('b', doc)
    .value.cards.filter(({ region: own }) => own === where)
    .map(({ title }) => title)

test('cards stand in the order in which they were put', () => {
  const { doc, cards } = newBoard()
  expect(titles(doc, 'north')).toEqual(['one', 'two', 'three'])
  const [one = '', two = '', three = ''] = cards
  moveCard(doc, three, { region: 'north', before: one }, null)
  expect(titles(doc, 'north')).toEqual(['three', 'one', 'two'])
  moveCard(doc, two, { region: 'south', before: null }, null)
  expect([titles(doc, 'north'), titles(doc, 'south')]).toEqual([['three', 'one'], ['two']])
  moveCard(doc, one, { region: 'north', before: one }, null)
  expect(titles(doc, 'north')).toEqual(['three', 'one'])
})

test('two people put a card into the same gap: both are there, in one order for everybody', () => {
  const { doc, cards } = newBoard()
  const other = copyOf(doc)
  const before = cards[1] ?? ''
  createCard(doc, { title: 'mine', place: { region: 'north', before }, by, at }, null)
  createCard(other, { title: 'yours', place: { region: 'north', before }, by, at }, null)
  merge(doc, other)
  expect(titles(doc, 'north')).toEqual(titles(other, 'north'))
  expect(titles(doc, 'north').toSorted()).toEqual(['mine', 'one', 'three', 'two', 'yours'])
  const between = createCard(
    doc,
    {
      title: 'between',
      place: { region: 'north', before: titles(doc, 'north')[2] === 'mine' ? idOf(doc, 'mine') : idOf(doc, 'yours') },
      by,
      at,
    },
    null,
  )
  expect(readBoard('b', doc).value.cards.map(({ id }) => id)).toContain(between)
})

const idOf = (doc: Y.Doc, title: string): string =>
  readBoard('b', doc).value.cards.find((card) => card.title === title)?.id ?? ''

test('two people edit one title at once: both words are there', () => {
  const { doc, cards } = newBoard()
  const other = copyOf(doc)
  const [one = ''] = cards
  setCardText(doc, one, 'title', 'one more', null)
  setCardText(other, one, 'title', 'only one', null)
  merge(doc, other)
  expect(titles(doc, 'north')[0]).toBe('only one more')
  expect(titles(other, 'north')).toEqual(titles(doc, 'north'))
})

test('two judgements on one basis are a conflict, also when one was built on meanwhile; a choice settles it', () => {
  const { doc, cards } = newBoard()
  const [card = ''] = cards
  const judgement: Omit<Judgement, 'id' | 'basis'> = {
    threatLevel: 'severe',
    trend: 'rising',
    likelihood: 'likely',
    confidence: 'low',
    reason: 'r',
    citations: [],
    settles: [],
    by,
    at,
    asOf: null,
  }
  const basis = addJudgement(doc, card, { ...judgement, basis: null }, null)
  const other = copyOf(doc)
  const mine = addJudgement(doc, card, { ...judgement, basis }, null)
  const onMine = addJudgement(doc, card, { ...judgement, basis: mine }, null)
  const theirs = addJudgement(other, card, { ...judgement, basis, likelihood: 'unlikely' }, null)
  merge(doc, other)
  const judgements = (): Judgement[] => readBoard('b', doc).value.cards[0]?.judgements ?? []
  const standing = standingOf(judgements())
  expect(standing.state === 'conflict' && standing.heads.map(({ id }) => id).toSorted()).toEqual(
    [onMine, theirs].toSorted(),
  )
  const chosen = addJudgement(doc, card, { ...judgement, basis: onMine, settles: [theirs] }, null)
  expect(standingOf(judgements())).toMatchObject({ state: 'settled', current: { id: chosen } })
})

test('what is broken is named and left out; it survives in the document, and a marking that cannot be read hides the card', () => {
  const { doc, cards } = newBoard()
  const [one = '', two = ''] = cards
  setCardField(doc, one, 'status', 'nonsense' as 'draft', null)
  setCardField(doc, two, 'marking', 'purple' as 'red', null)
  cardsMap(doc).set('odd', 'not a card')
  boardMap(doc).set('later', { from: 'a newer version' })
  const { value, problems } = readBoard('b', doc)
  expect(problems.map(({ path }) => path).toSorted()).toEqual(
    ['cards/odd', `cards/${one}/status`, `cards/${two}/marking`].toSorted(),
  )
  expect(value.cards.find(({ id }) => id === two)?.marking).toBe('red')
  expect(boardMap(doc).get('later')).toEqual({ from: 'a newer version' })
})
