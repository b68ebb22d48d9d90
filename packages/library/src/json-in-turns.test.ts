/** What is written in turns is what `JSON.stringify` writes. */
import { expect, test } from 'vitest'
import { jsonInTurns, jsonSteps } from './json-in-turns.ts'

test.each([
  [{}],
  [[]],
  [{ a: undefined, b: [undefined, null, 1, 'ü"\n', [[]], {}] }],
  [{ a: { b: { c: { d: { e: { f: [1, { g: 2 }] } } } } } }],
  [{ '"': { ['__proto__']: 1, length: 2 }, empty: {}, list: [{}, [], [[1]]] }],
])('%j', async (value) => {
  expect(await jsonInTurns(value)).toBe(JSON.stringify(value))
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
