/** A judgement in words: levels, ranges, and what has changed since the one before. */
import { bandOf, THREAT_LEVEL_WORDS, type Judgement, type LikelihoodScale } from '@briefboard/board'
import { whenWords } from './times.ts'

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `Very likely, 80–95 %`. */
export function likelihoodWords(scale: LikelihoodScale, judgement: Pick<Judgement, 'likelihood'>): string {
  const { word, range } = bandOf(scale, judgement.likelihood)
  return `${capitalised(word)}, ${range}`
}

/** `2017: critical → 2018: severe`, oldest first; null where there is nothing to compare. */
export function changeWords(chain: readonly Judgement[]): string | null {
  const [before, now] = chain.slice(-2)
  if (before === undefined || now === undefined) return null
  const [then, since] = [dateOf(before), dateOf(now)]
  return `${whenWords(then, since)}: ${levelWord(before)} → ${whenWords(since, then)}: ${levelWord(now)}`
}

/** The date it speaks for; the day it was made where it names none. */
export const dateOf = ({ asOf, at }: Pick<Judgement, 'asOf' | 'at'>): string => asOf ?? at

const levelWord = ({ threatLevel }: Judgement): string => THREAT_LEVEL_WORDS[threatLevel].word.toLowerCase()
