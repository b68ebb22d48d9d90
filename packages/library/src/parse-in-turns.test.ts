/** What is read in turns is what `JSON.parse` reads. */
import { finished } from '@briefboard/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSteps } from './parse-in-turns.ts'

const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

const LONG = 'w'.repeat(40_000)

test.each([
  [null],
  [[]],
  [{}],
  [[[], {}, '', 0]],
  [{ a: [1, -2.5e30, true, null, 'ü"\\', [[]], {}], b: {} }],
  [{ '"]': LONG, list: [LONG, [], LONG, { a: LONG, b: LONG, c: [{}] }, 1, 2, [LONG, LONG]], last: false }],
  [[`${LONG}${LONG}\\`, '\\"', '[{,', `${LONG}${LONG}"`]],
  [Array.from({ length: 20_000 }, (_, number) => ({ number, text: `}],"${number}` }))],
])('reads what was written (%#)', (value) => {
  expect(finished(parseSteps(bytesOf(value)))).toEqual(value)
})

test('a key of any name is a key', () => {
  const text = `{"__proto__":${JSON.stringify([LONG, LONG])},"length":1}`
  const read = finished(parseSteps(new TextEncoder().encode(text)))
  expect(Object.keys(read as object)).toEqual(['__proto__', 'length'])
})

test('any value that is made large is read as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const large = { value, list: [value, LONG, LONG, value, value], more: [[LONG, value, LONG]] }
      expect(finished(parseSteps(bytesOf(large)))).toEqual(JSON.parse(JSON.stringify(large)))
    }),
  )
})

test.each([
  '',
  '[',
  `["${LONG}${LONG}"`,
  `{"a":"${LONG}${LONG}"`,
  `["${LONG}${LONG}"}`,
  `["${LONG}${LONG}]`,
  '[] ',
  `[] ["${LONG}"]`,
])('what is no JSON is refused (%#)', (text) => {
  expect(() => finished(parseSteps(new TextEncoder().encode(text)))).toThrow(SyntaxError)
})

test('a long list is read in many steps, however deep it lies', () => {
  const rows = Array.from({ length: 50_000 }, (_, number) => ({ number, words: 'a few words' }))
  for (const value of [rows, { a: { b: [{ c: rows }] } }]) {
    const steps = parseSteps(bytesOf(value))
    let count = 0
    let step = steps.next()
    for (; step.done !== true; step = steps.next()) count++
    expect(count).toBeGreaterThan(30)
    expect(step.value).toEqual(value)
  }
})
