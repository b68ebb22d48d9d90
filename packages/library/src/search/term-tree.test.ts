/** A tree of terms answers as a list of them would, in every alphabet, whatever came and went before. */
import { finished } from '@briefboard/board'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TermTree } from './term-tree.ts'

const never = (): boolean => false

const letters = fc.oneof(
  fc.constantFrom('a', 'b', 'é', '中', '\uD83D', '\uDE00'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
)
const term = fc.array(letters, { minLength: 1, maxLength: 7 }).map((all) => all.join(''))

/** In UTF-16 units, as by the textbook. */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row++) {
    const own = [row]
    for (let at = 1; at <= other.length; at++)
      own.push(Math.min(above[at]! + 1, own[at - 1]! + 1, above[at - 1]! + (one[row - 1] === other[at - 1] ? 0 : 1)))
    above = own
  }
  return above.at(-1)!
}

test('terms are found by their beginning and by what is nearly alike, and those taken out are not', () => {
  const edits = fc.array(fc.tuple(fc.boolean(), term), { maxLength: 60 })
  fc.assert(
    fc.property(
      edits,
      fc.array(term, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 2 }),
      (all, asked, most) => {
        const tree = new TermTree<string>()
        const known = new Set<string>()
        for (const [comes, one] of all) {
          if (comes) tree.getOrAdd(one, () => one)
          else tree.delete(one)
          if (comes) known.add(one)
          else known.delete(one)
        }
        expect(tree.size).toBe(known.size)
        for (const one of [...asked, ...known]) {
          expect(tree.get(one)).toBe(known.has(one) ? one : null)
          const beginning = one.slice(0, 2)
          const begun = [...known].filter((other) => other.startsWith(beginning))
          expect(finished(tree.beginningWith(beginning, never)).toSorted()).toEqual(begun.toSorted())
          const near = [...known].filter((other) => distance(one, other) <= most)
          const found = finished(tree.near(one, most, never))
          expect(found.map(({ value }) => value).toSorted()).toEqual(near.toSorted())
          expect(found.every((it) => it.distance === distance(one, it.value))).toBe(true)
        }
      },
    ),
    { numRuns: 300 },
  )
})
