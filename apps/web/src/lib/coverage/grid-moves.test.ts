/** Arrow keys in a grid: a step each, never over an edge. */
import { expect, test } from 'vitest'
import { moved } from './grid-moves.ts'

const size = { rows: 3, columns: 4 }
const from = (key: string, row: number, column: number, ctrlKey = false): number[] | null => {
  const place = moved({ key, ctrlKey }, { row, column }, size)
  return place === null ? null : [place.row, place.column]
}

test('arrows move by one', () => {
  expect([from('ArrowUp', 1, 1), from('ArrowDown', 1, 1)]).toEqual([
    [0, 1],
    [2, 1],
  ])
  expect([from('ArrowLeft', 1, 1), from('ArrowRight', 1, 1)]).toEqual([
    [1, 0],
    [1, 2],
  ])
})

test('there is nothing beyond the edges, and other keys do not move', () => {
  expect([from('ArrowUp', 0, 0), from('ArrowLeft', 0, 0), from('ArrowDown', 2, 3), from('ArrowRight', 2, 3)]).toEqual([
    ...[null, null, null, null],
  ])
  expect([from('a', 1, 1), from('Enter', 1, 1)]).toEqual([null, null])
})

test('Home and End go to the ends of the row, with Control to the corners', () => {
  expect([from('Home', 1, 2), from('End', 1, 2)]).toEqual([
    [1, 0],
    [1, 3],
  ])
  expect([from('Home', 1, 2, true), from('End', 1, 2, true)]).toEqual([
    [0, 0],
    [2, 3],
  ])
})
