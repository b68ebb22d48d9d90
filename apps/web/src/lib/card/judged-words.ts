/** A judgement in words: levels, ranges, and what has changed since the one before. */
import { bandOf, THREAT_LEVEL_WORDS, type Judgement, type LikelihoodScale } from '@briefboard/board'
import { whenWords } from './times.ts'

export const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `Very likely, 80–95 %`. */
export function likelihoodWords(scale: LikelihoodScale, judgement: Pick<Judgement, 'likelihood'>): string {
  const { word, range } = bandOf(scale, judgement.likelihood)
  return `${capitalised(word)}, ${range}`
}

/** `2017: critical → 2018: severe`, or `2017: severe, unchanged`: the current judgement and the last one of another day; null where there is none. */
export function changeWords(chain: readonly Judgement[]): string | null {
  const now = chain.at(-1)
  const before = chain.findLast((judgement) => now !== undefined && dayOf(judgement) !== dayOf(now))
  if (before === undefined || now === undefined) return null
  const [then, since] = [dateOf(before), dateOf(now)]
  if (before.threatLevel === now.threatLevel) return `${whenWords(then, since)}: ${levelWord(now)}, unchanged`
  return `${whenWords(then, since)}: ${levelWord(before)} → ${whenWords(since, then)}: ${levelWord(now)}`
}

/** The date it speaks for; the day it was made where it names none. */
export const dateOf = ({ asOf, at }: Pick<Judgement, 'asOf' | 'at'>): string => asOf ?? at

const dayOf = (judgement: Judgement): string => dateOf(judgement).slice(0, 10)

const levelWord = ({ threatLevel }: Judgement): string => THREAT_LEVEL_WORDS[threatLevel].word.toLowerCase()
