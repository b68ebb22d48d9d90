import { describe, expect, it } from 'vitest'
import { openTextSet } from './text-set.ts'

/** A small generator with a seed: three letters, so that texts overlap, hold each other and end in each other. */
function randomTexts(seed: number): (length: number) => string {
  let state = seed
  const next = (most: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % most
  }
  return (length) => Array.from({ length: 1 + next(length) }, () => 'ab€'[next(30) >> 3] ?? 'a').join('')
}

const took = (work: () => void): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}

describe('a set of texts', () => {
  it('finds what looking for each by itself finds', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomTexts(seed)
      const texts = [...new Set(Array.from({ length: 20 }, () => random(6)))]
      const content = random(120)
      const expected = texts.filter((text) => content.includes(text))
      expect(openTextSet(texts).foundIn(content).toSorted(), `seed ${seed}`).toEqual(expected.toSorted())
    }
  })

  it('takes time in proportion, also where all texts begin alike', () => {
    const texts = Array.from({ length: 4000 }, (_, index) => 'a'.repeat(100) + String(index))
    const set = openTextSet(texts)
    const least = Math.min(...[1, 2, 3, 4].map(() => took(() => set.foundIn('a'.repeat(400_000)))))
    // Each by itself: 4,000 times 400,000 comparisons of a hundred letters.
    expect(least).toBeLessThan(2000)
    expect(set.foundIn(`${'a'.repeat(150)}17 aaa`).toSorted()).toEqual([texts[1], texts[17]].toSorted())
  })
})
