/** A list in pages: each entry on one page, and the nearest page for whatever an address asks for. */
import { expect, test } from 'vitest'
import { listPage, pageWith } from './list-page.ts'

const all = Array.from({ length: 95 }, (_, index) => index)

test('each entry stands on the page that is said to have it', () => {
  for (const entry of all) expect(listPage(all, 10, String(pageWith(entry, 10))).entries).toContain(entry)
  expect(listPage(all, 10, '10')).toEqual({ entries: all.slice(90), number: 10, pages: 10, first: 90, all: 95 })
})

test('what is no page of it leads to the nearest one; an empty list has one page', () => {
  const numbers = [null, '', '0', '-1', 'x', '1e9', '99999999999'].map((asked) => listPage(all, 10, asked).number)
  expect(numbers).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(listPage(all, 10, '400').number).toBe(10)
  expect(listPage([], 10, '3')).toEqual({ entries: [], number: 1, pages: 1, first: 0, all: 0 })
})
