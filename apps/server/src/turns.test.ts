import { expect, test } from 'vitest'
import { openTurns, type Turn, type Turns } from './turns.ts'

const BOUNDS = { atOnce: 2, waitingEach: 3, waitingInAll: 5 }

/** Joins and notes when it begins. */
function joining(turns: Turns, begun: string[]) {
  return (name: string): Turn => {
    const turn = turns.join(name[0] ?? '')
    if (typeof turn === 'string') throw new Error(turn)
    void turn.begun.then(() => begun.push(name))
    return turn
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('one person has one turn at once; who asks for many does not come before who asks for one', async () => {
  const begun: string[] = []
  const join = joining(openTurns(BOUNDS), begun)
  const [a1, a2, a3, b1, c1] = ['a1', 'a2', 'a3', 'b1', 'c1'].map(join)
  await settled()
  expect(begun).toEqual(['a1', 'b1'])
  expect([c1, a2, a3].map((turn) => turn?.before())).toEqual([0, 1, 2])
  a1?.end()
  await settled()
  expect(begun).toEqual(['a1', 'b1', 'c1'])
  c1?.end()
  b1?.end()
  await settled()
  // The second place stays free: both that wait are of one person.
  expect(begun).toEqual(['a1', 'b1', 'c1', 'a2'])
  a2?.end()
  await settled()
  expect(begun.at(-1)).toBe('a3')
})

test('so many may wait of one person, and in all; who gives up makes room', () => {
  const turns = openTurns(BOUNDS)
  const join = joining(turns, [])
  const all = ['a1', 'a2', 'a3', 'a4'].map(join)
  expect(turns.join('a')).toBe('too-many-of-yours')
  for (const name of ['b1', 'b2', 'b3']) join(name)
  expect(turns.join('b')).toBe('too-many')
  expect(turns.join('c')).toBe('too-many')
  all[3]?.end()
  all[3]?.end()
  expect(turns.join('c')).not.toBe('too-many')
  expect(turns.join('d')).toBe('too-many')
})
