/** What a pack is built from goes to its process as it is, and is written in steps. */
import { expect, test } from 'vitest'
import { board, card, figure, packInput } from './fixture.ts'
import { freezeSteps, thawed } from './frozen.ts'

function frozen(input: Parameters<typeof freezeSteps>[0]): { steps: number; bytes: Uint8Array } {
  const freezing = freezeSteps(input)
  let steps = 0
  let step = freezing.next()
  for (; step.done !== true; step = freezing.next()) steps++
  return { steps, bytes: step.value }
}

test('all that was frozen is there again', () => {
  const { boardState: _, ...input } = packInput(
    board([card('alpha'), card('beta')], { figures: [figure('f1', 'alpha')] }),
  )
  expect(thawed(frozen(input).bytes)).toEqual(input)
})

test('each card, figure and paragraph of a report takes a step of its own', () => {
  const cards = Array.from({ length: 200 }, (_, index) => card(`c${index}`))
  const figures = Array.from({ length: 300 }, (_, index) => figure(`f${index}`, 'c1'))
  const { boardState: _, ...input } = packInput(board(cards, { figures }))
  const paragraphs = input.reports.reduce((sum, report) => sum + report.paragraphs.length, 0)
  expect(paragraphs).toBeGreaterThan(0)
  expect(frozen(input).steps).toBe(500 + paragraphs)
})
