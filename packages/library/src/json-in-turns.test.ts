/** What is written in turns is what `JSON.stringify` writes. */
import { expect, test } from 'vitest'
import { jsonInTurns, jsonPieces, jsonSteps } from './json-in-turns.ts'

test.each([
  [{}],
  [[]],
  [{ a: undefined, b: [undefined, null, 1, 'ü"\n', [[]], {}] }],
  [{ a: { b: { c: { d: { e: { f: [1, { g: 2 }] } } } } } }],
  [{ text: '\u{1f600}'.repeat(30_000), odd: `x${'\u{1f600}'.repeat(30_000)}`, half: '\ud83d'.repeat(60_000) }],
  [
    [
      ['w'.repeat(60_000), undefined, 'w'],
      { a: undefined, b: 'w'.repeat(60_000) },
      1,
      [],
      ['w'.repeat(49_000), 'w'.repeat(49_000)],
    ],
  ],
  [{ '"': { ['__proto__']: 1, length: 2 }, empty: {}, list: [{}, [], [[1]]] }],
])('%j', async (value) => {
  expect(await jsonInTurns(value)).toBe(JSON.stringify(value))
})

/** How many characters each piece has, at most. */
const longestPiece = (value: object): number => Math.max(...[...jsonPieces(value)].map(({ length }) => length))

test('what is large is written in small pieces, however deep it lies', () => {
  const rows = Array.from({ length: 50_000 }, (_, number) => ({ number, words: 'a few words' }))
  const deep = { a: { b: { c: { d: { e: { rows } } } } } }
  expect(longestPiece(deep)).toBeLessThan(300_000)
  expect(longestPiece(rows)).toBeLessThan(300_000)
  expect(longestPiece({ text: 'w'.repeat(1_000_000) })).toBeLessThan(300_000)
  expect(longestPiece(Object.fromEntries(rows.map((row) => [`k${row.number}`, row])))).toBeLessThan(300_000)
})

test('what is small is written in one piece', () => {
  const card = { id: 'a', gaps: Array.from({ length: 20 }, (_, number) => ({ text: `gap ${number}`, citations: [] })) }
  expect([...jsonPieces({ cards: Array.from({ length: 20 }, () => card) })]).toHaveLength(1)
})

test('large lists are written in many steps', () => {
  const value = {
    cards: Array.from({ length: 100 }, (_, id) => ({ id, tags: Array.from({ length: 300 }, () => 'w'.repeat(40)) })),
  }
  const steps = jsonSteps(value)
  let count = 0
  for (;;) {
    const step = steps.next()
    if (step.done === true) {
      expect(step.value).toBe(JSON.stringify(value))
      break
    }
    count++
  }
  expect(count).toBeGreaterThan(10)
})
