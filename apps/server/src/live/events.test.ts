/** S16: events of any form are read without a throw, and answered only where an answer is awaited. */
import { expect, test } from 'vitest'
import { readEvent } from './events.ts'

test('the known events, with an answer awaited and without', () => {
  const answers: boolean[] = []
  const awaited = readEvent(['board:watch', 'isil', (value: boolean) => answers.push(value)])
  expect(awaited.event).toEqual(['board:watch', 'isil'])
  awaited.answer(true)
  expect(answers).toEqual([true])
  const unasked = readEvent(['board:watch', 'isil'])
  expect(unasked.event).toEqual(['board:watch', 'isil'])
  expect(() => unasked.answer(true)).not.toThrow()
  const tale = ['card:tell', 'created', 'isil', 'africa', 'Africa']
  expect(readEvent(tale).event).toEqual(tale)
})

test.each([
  [[]],
  [[undefined]],
  [[() => undefined]],
  [['board:watch']],
  [['board:watch', null]],
  [['board:watch', 'Not a board']],
  [['board:watch', 'isil', 'more']],
  [['card:tell', 'eaten', 'isil', 'africa', 'Africa']],
  [['card:tell', 'created', 'isil', 'africa', 'x'.repeat(301)]],
  [['error', new Error('x')]],
  [[{ toString: null }, 'isil']],
])('%j is no event', (parts) => {
  expect(readEvent(parts).event).toBeNull()
})
