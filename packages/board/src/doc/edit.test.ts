/** Editing a board: what two people do at once survives, and cards stand where they were put. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Judgement, Region } from '../model.ts'
import { standingOf } from '../judgements.ts'
import { addJudgement, addLookedAt, createCard, moveCard, putRegion, setCardField, setCardText } from './edit.ts'
import { NotMade, whyNotMade } from './not-made.ts'
import { readBoard } from './read.ts'
import { boardMap, cardMap, cardsMap, threadsMap } from './schema.ts'
import { readThreads, reply, resolveThread, startThread } from './talk.ts'

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

test('a card whose order is no key is stepped over: others are made and moved as ever', () => {
  const { doc, cards } = newBoard()
  cardsMap(doc).set(
    'odd',
    new Y.Map([
      ['region', 'north'],
      ['order', 'zzz'],
    ]),
  )
  const made = createCard(doc, { title: 'four', place: { region: 'north', before: null }, by, at }, null)
  moveCard(doc, cards[2] ?? '', { region: 'north', before: cards[0] ?? '' }, null)
  const shown = readBoard('b', doc).value.cards.map(({ id }) => id)
  expect(shown.filter((id) => id !== 'odd')).toEqual([cards[2], cards[0], cards[1], made])
})

test.each([
  ['nothing', undefined],
  ['a number', 5],
  ['an empty list', new Y.Array()],
  ['a list of somebody’s', Y.Array.from(['somebody’s words'])],
  ['a text', new Y.Text('somebody’s words')],
])('a judgement is kept where %s stands in the place of their map; two at once are both kept', (_, value) => {
  const { doc, cards } = newBoard()
  const [card = ''] = cards
  const map = cardMap(doc, card)
  if (value === undefined) map?.delete('judgements')
  else map?.set('judgements', value)
  const other = copyOf(doc)
  const mine = addJudgement(doc, card, { ...judgement, basis: null, reason: 'mine' }, null)
  const theirs = addJudgement(other, card, { ...judgement, basis: null, reason: 'theirs' }, null)
  merge(doc, other)
  const read = readBoard('b', doc).value.cards.find(({ id }) => id === card)?.judgements ?? []
  expect(read.map(({ id, reason }) => [id, reason]).toSorted()).toEqual(
    [
      [mine, 'mine'],
      [theirs, 'theirs'],
    ].toSorted(),
  )
  expect(JSON.stringify(cardMap(doc, card)?.get('judgements'))).toBe(
    JSON.stringify(cardMap(other, card)?.get('judgements')),
  )
  if (value !== undefined) expect(cardMap(doc, card)?.get('judgements')).not.toBeInstanceOf(Y.Map)
})

test('an edit that has no place says so, and changes nothing', () => {
  const { doc, cards } = newBoard()
  const [plain = '', without = '', gone = ''] = cards
  cardMap(doc, plain)?.set('title', 'A plain title')
  cardMap(doc, without)?.delete('keyJudgement')
  cardsMap(doc).delete(gone)
  cardsMap(doc).set('odd', 'not a card')
  const thread = startThread(doc, plain, null, { by, at, text: 'Why?' }, null)
  threadsMap(doc).set('broken', new Y.Map([['card', plain]]))
  const before = Y.encodeStateAsUpdate(doc)
  const looked = { symbol: 'S/2018/80', note: '', by, at }
  const edits = [
    () => setCardText(doc, plain, 'title', 'Another title', null),
    () => setCardText(doc, without, 'keyJudgement', 'Words', null),
    ...[gone, 'odd'].flatMap((card) => [
      () => setCardText(doc, card, 'title', 'Words', null),
      () => addJudgement(doc, card, { ...judgement, basis: null }, null),
      () => addLookedAt(doc, card, looked, null),
      () => setCardField(doc, card, 'status', 'draft', null),
      () => moveCard(doc, card, { region: 'north', before: null }, null),
    ]),
    () => reply(doc, 'none', { by, at, text: 'Words' }, null),
    () => reply(doc, 'broken', { by, at, text: 'Words' }, null),
    () => resolveThread(doc, 'none', null, null),
  ]
  for (const edit of edits) {
    expect(edit).toThrow(NotMade)
    expect(whyNotMade(edit)).toMatch(/^[A-Z].*\.$/)
  }
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  expect(whyNotMade(() => reply(doc, thread, { by, at, text: 'Since then.' }, null))).toBeNull()
  expect(readThreads(doc)[0]?.messages).toHaveLength(2)
})
