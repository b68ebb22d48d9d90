/** The answer of figures is made in steps: ten thousand of them took a third of a second in which nobody else was served. */
import type { Figure } from '@briefboard/board'
import type { FoundFigure } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import { figureSteps } from './figures.ts'

const MANY = Array.from({ length: 1000 }, (_, index) => index)
const citation = { symbol: 'S/2018/80', paragraph: 1 }

const figures = MANY.map((index): Figure => ({
  ...{ id: `f${index}`, card: 'c', measure: 'Boats', low: index, high: index, unit: 'boats', period: '2015' },
  ...{ basis: `Harbour ${index}`, qualifier: 'none', citation },
}))

const found = MANY.map((index): FoundFigure => ({
  ...{ ...citation, note: null, low: 2 * index, high: 2 * index, unit: 'boats', period: null, basis: null },
  ...{ qualifier: 'none', passage: 'boats', at: [0, 5] },
}))

test('each figure, each series and each found figure takes a step of its own', () => {
  const steps = figureSteps({ cards: [], figures }, found)
  let count = 0
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) count++
  expect(count).toBeGreaterThanOrEqual(6 * MANY.length)
  expect(step.value.series).toHaveLength(MANY.length)
  // Those up to 999 are taken.
  expect(step.value.found).toHaveLength(500)
})
