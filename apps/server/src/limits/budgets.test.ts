/** S12: buckets by name, with a clock of the test's own. */
import { beforeEach, expect, test } from 'vitest'
import { Budgets } from './budgets.ts'

let now: number
beforeEach(() => void (now = 5000))
const open = (perSecond = 100, most = 500): Budgets => new Budgets({ perSecond, most, now: () => now })

test('what is there may be taken at once, and what is overdrawn has to come in again', () => {
  const budgets = open()
  const one = budgets.of('ann')
  one.spend(500)
  expect(one.waitMs()).toBe(0)
  one.spend(50)
  expect(one.waitMs()).toBe(500)
  now += 300
  expect(one.waitMs()).toBeCloseTo(200)
  now += 200
  expect(one.waitMs()).toBe(0)
})

test('all of one name share it; others do not notice', () => {
  const budgets = open()
  const [page, other, bob] = [budgets.of('ann'), budgets.of('ann'), budgets.of('bob')]
  page.spend(600)
  expect(other.waitMs()).toBe(1000)
  expect(bob.waitMs()).toBe(0)
})

test('a bucket holds no more than its most, however long nobody takes of it', () => {
  const budgets = open()
  budgets.spend('ann', 1)
  now += 1e9
  budgets.spend('ann', 501)
  expect(budgets.waitMs('ann')).toBe(10)
})

test('take gives nothing to one who is overdrawn', () => {
  const budgets = open(1, 1)
  expect([budgets.take('a'), budgets.take('a'), budgets.take('a')]).toEqual([true, true, false])
  now += 1000
  expect([budgets.take('a'), budgets.take('a')]).toEqual([true, false])
})

test('what is taken beyond what is there counts more for one who does so again', () => {
  const one = new Budgets({ perSecond: 100, most: 500, surcharge: 4, now: () => now }).of('ann')
  one.spend(510)
  expect(one.waitMs()).toBe(100)
  now += 200
  one.spend(20)
  expect(one.waitMs()).toBe(400)
  now += 60_000
  one.spend(510)
  expect(one.waitMs()).toBe(100)
})

test('nobody waits longer than for the most that may be owed', () => {
  const one = new Budgets({ perSecond: 100, most: 500, mostDebt: 300, now: () => now }).of('ann')
  one.spend(1e6)
  expect(one.waitMs()).toBe(3000)
})

test('with nothing a second, anything may be taken', () => {
  const budgets = open(0, 0)
  for (let count = 0; count < 100; count++) expect(budgets.take('a', 1e9)).toBe(true)
  expect(budgets.waitMs('a')).toBe(0)
})

test('a million names that each took a little leave what is overdrawn as it is, and no trace of the rest', () => {
  const budgets = open()
  budgets.spend('flood', 500 + 100 * 3600)
  for (let name = 0; name < 1_000_000; name++) {
    budgets.spend(`${name}`, 1)
    now += 1
  }
  expect(budgets.waitMs('flood')).toBeGreaterThan(1_000_000)
  expect(budgets.size).toBeLessThan(5000)
})
