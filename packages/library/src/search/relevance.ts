/** How well an entry answers a word: BM25+ with the weights that MiniSearch gives it. */

const SATURATION = 1.2
const OF_LENGTH = 0.7
const AT_LEAST = 0.5

export interface Occurrence {
  /** How often the term stands in this text, and in how many of all texts. */
  times: number
  texts: number
  all: number
  /** Different terms of this text, and of one on average. */
  length: number
  averageLength: number
}

/** Lv and Zhai, "Lower-bounding term frequency normalization" (2011). */
export function relevance({ times, texts, all, length, averageLength }: Occurrence): number {
  const rarity = Math.log(1 + (all - texts + 0.5) / (texts + 0.5))
  const norm = SATURATION * (1 - OF_LENGTH + (OF_LENGTH * length) / averageLength)
  return rarity * (AT_LEAST + (times * (SATURATION + 1)) / (times + norm))
}

/** Of a term that goes on after what was typed: the less, the longer it is. */
export const weightOfLonger = (length: number, more: number): number => (0.375 * length) / (length + 0.3 * more)

/** Of a term that differs in some letters. */
export const weightOfNear = (length: number, distance: number): number => (0.45 * length) / (length + distance)
