/** The words around a search: how it is narrowed to a kind, and how what was found is marked. */
import { expect, test } from 'vitest'
import { kindIn, withKind } from './kinds.ts'
import { markedParts } from './marked-parts.ts'

test.each([
  ['fuel', 'card', 'fuel kind:card'],
  ['fuel kind:card', 'comment', 'fuel kind:comment'],
  ['kind:card fuel', null, 'fuel'],
  ['kind:"card" fuel kind:text', null, 'fuel'],
  ['', 'text', 'kind:text'],
  ['unkind:card', null, 'unkind:card'],
] as const)('“%s” narrowed to %s is “%s”', (query, kind, narrowed) => {
  expect(withKind(query, kind)).toBe(narrowed)
})

test.each([
  ['fuel kind:card', 'card'],
  ['KIND:Text fuel', 'text'],
  ['fuel', null],
  ['kind:card kind:text', null],
  ['kind:mood', null],
])('“%s” is narrowed to %s', (query, kind) => {
  expect(kindIn(query)).toBe(kind)
})

test('the parts of a snippet are its text again, and the marked ones what was found', () => {
  const snippet = { text: 'Fuel pays for fuel.', hits: [[0, 4] as [number, number], [14, 18] as [number, number]] }
  const parts = markedParts(snippet)
  expect(parts.map(({ text }) => text).join('')).toBe(snippet.text)
  expect(parts.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(['Fuel', 'fuel'])
  expect(markedParts({ text: '', hits: [] })).toEqual([])
})
