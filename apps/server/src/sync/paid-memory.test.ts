/** S12: who is in a room pays for its memory, all of them in equal parts. */
import { expect, test } from 'vitest'
import { bytesWith, dearestOfAll, whoPaysTooMuch, type PaidRoom } from './paid-memory.ts'

const room = (memory: number, ...people: string[]): PaidRoom => ({
  size: { memory },
  audience: people.map((id) => ({ person: { id } })),
})

const full = room(100, 'filler')
const more = room(90, 'filler', 'filler')
const shared = room(120, 'filler', 'a', 'b')
const empty = room(500)
const rooms = [full, more, shared, empty]

test('who fills documents alone pays for all of them, the others for their part of what they share', () => {
  expect(whoPaysTooMuch(rooms, 200)).toEqual([['filler', full]])
  expect(whoPaysTooMuch(rooms, 230)).toEqual([])
  expect(whoPaysTooMuch(rooms, 39).map(([person]) => person)).toEqual(['filler', 'a', 'b'])
})

test('who comes into a room pays a part of it', () => {
  expect(bytesWith(rooms, 'newcomer', empty)).toBe(500)
  expect(bytesWith(rooms, 'a', empty)).toBe(540)
  expect(bytesWith(rooms, 'newcomer', shared)).toBe(30)
  expect(bytesWith(rooms, 'newcomer', room(7))).toBe(7)
})

test('the dearest room of whoever pays the most is given up, and none where nobody pays much', () => {
  expect(dearestOfAll(rooms, 0)).toBe(full)
  expect(dearestOfAll(rooms, 230)).toBeNull()
  expect(dearestOfAll([empty], 0)).toBeNull()
})
