/** S11: of what a client says of itself, others hear the known fields of known form. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readPresenceState } from './presence-state.ts'

const id = { client: 7, clock: 3 }
const place = { type: null, tname: null, item: id, assoc: 0 }

test('S11: what pages say of themselves passes whole', () => {
  const user = { id: 'p1', name: 'Somebody', color: '#7c5cc4' }
  const doc = new Y.Doc()
  const text = doc.getText('text')
  text.insert(0, 'a')
  const [anchor, head] = [0, 1].map((at) => Y.createRelativePositionFromTypeIndex(text, at))
  const told: unknown = JSON.parse(JSON.stringify({ user, card: 'europe', cursor: { anchor, head } }))
  expect(readPresenceState(told)).toEqual(told)
  expect(readPresenceState({ user, card: null, cursor: null })).toEqual({ user, card: null })
})

test('S11: who has left, or says nothing of known form, has no state', () => {
  for (const gone of [null, undefined, 7, 'words', [], true]) expect(readPresenceState(gone)).toBeNull()
})

test.each([
  ['no positions', { anchor: null, head: null }],
  ['half a cursor', { anchor: place }],
  ['a position of nothing', { anchor: place, head: { type: null, tname: null, item: null } }],
  ['an id without numbers', { anchor: place, head: { item: {} } }],
  ['a clock that is no integer', { anchor: place, head: { item: { client: 7, clock: 0.5 } } }],
  ['a clock below nothing', { anchor: place, head: { item: { client: 7, clock: -1 } } }],
  ['a clock beyond safe integers', { anchor: place, head: { type: { client: 7, clock: 2 ** 53 } } }],
  ['a client in words', { anchor: place, head: { type: { client: '7', clock: 0 } } }],
  ['a root that would come into being', { anchor: place, head: { tname: 'anything' } }],
  ['an endless side', { anchor: place, head: { item: id, assoc: 1e300 } }],
  ['a list', [place, place]],
  ['a number', 7],
])('S11: a cursor of %s is dropped, and the rest passes', (_name, cursor) => {
  expect(readPresenceState({ cursor, card: 'europe' })).toEqual({ card: 'europe' })
})

test('S11: the name of another root is left out beside an item', () => {
  const [told, kept] = ['assessment', null].map((tname) => ({ anchor: { ...place, tname }, head: { ...place, tname } }))
  expect(readPresenceState({ cursor: told })).toEqual({ card: null, cursor: kept })
})

test('S11: unknown fields, at any depth, are dropped', () => {
  const told: unknown = JSON.parse(
    `{"__proto__":{"a":1},"toString":1,"more":["x"],"card":"__proto__","user":{"id":"p","name":"N","color":"url(x)"},
      "cursor":{"anchor":{"item":{"client":1,"clock":2,"__proto__":{}},"deep":[[]]},"head":{"tname":"text"}}}`,
  )
  expect(readPresenceState(told)).toEqual({
    card: null,
    cursor: { anchor: { item: { client: 1, clock: 2 } }, head: { tname: 'text' } },
  })
})
