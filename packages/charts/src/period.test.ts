import { expect, it } from 'vitest'
import { placeOf } from './period.ts'

it.each([
  ['2015', 2015, 2015, ''],
  ['January 2016', 2016, 2016, 'Jan'],
  ['15 December 2015', 2015, 2015, '15 Dec'],
  ['to January 2016', 2016, 2016, 'to Jan'],
  ['from February 2017', 2017, 2017, 'from Feb'],
  ['2015 to January 2018', 2018, 2015, 'to Jan'],
  ['four years to January 2016', 2016, 2012, 'to Jan'],
  ['November 2016 against all of 2015', 2016, 2016, 'Nov'],
  ['January 2018 (fewer than in 2017)', 2018, 2018, 'Jan'],
  ['2015–16', 2016, 2015, 'from 2015'],
  ['2016-03-15', 2016, 2016, '15 Mar'],
  ['first half of 2016', 2016, 2016, 'first half'],
])('places “%s” in %i', (words, year, from, label) => {
  expect(placeOf(words)).toMatchObject({ year, from, label })
})

it('places nothing where no year is named', () => {
  expect(placeOf('recent years')).toBeNull()
  expect(placeOf('')).toBeNull()
})

it('orders the months of one year', () => {
  const order = ['2016', 'January 2016', '15 March 2016', 'December 2016'].map((words) => placeOf(words)?.order)
  expect(order).toEqual(order.toSorted((a = 0, b = 0) => a - b))
})
