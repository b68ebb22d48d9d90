/** What became of a region's threat level over the years, in words. */
import { THREAT_LEVEL_WORDS, THREAT_LEVELS, type ThreatLevel, type Trend } from '@briefboard/board'
import type { Shade } from '@briefboard/charts'

/** All regions as they were judged by the end of a year. */
export interface YearShades {
  year: number
  shades: readonly Shade[]
}

/** Against the year before: `trend` is a level that stayed with a trend that did not. */
type ChangeKind = 'first' | 'raised' | 'lowered' | 'trend' | 'none'

export interface Change {
  kind: ChangeKind
  /** "severe since 2018; substantial before" */
  words: string
}

interface YearState {
  year: number
  level: ThreatLevel | null
  trend: Trend | null
}

/** `history`: one entry a year, oldest first. */
export function changeOf(history: readonly YearShades[], region: string, year: number): Change {
  const states = statesOf(history, region, year)
  const now = states.at(-1)
  if (now === undefined || now.level === null) return { kind: 'none', words: 'no judgement by then' }
  const before = states.findLast(({ level }) => level !== now.level)
  const since = states.find((state) => before === undefined || state.year > before.year)?.year ?? now.year
  const level = wordOf(now.level)
  if (before === undefined || before.level === null)
    return since === now.year
      ? { kind: 'first', words: `first judged in ${since}: ${level}` }
      : trendChange(states, `${level} since ${since}, when it was first judged`)
  const words = `${level} since ${since}; ${wordOf(before.level)} before`
  if (since < now.year) return trendChange(states, words)
  return { kind: isHigher(now.level, before.level) ? 'raised' : 'lowered', words }
}

/** One or two sentences: what changed since the year before, on the whole board. */
export function changesIn(history: readonly YearShades[], year: number): string {
  const shades = history.find((entry) => entry.year === year)?.shades ?? []
  if (shades.length === 0) return ''
  if (history[0]?.year === year) return `${year} is the first year with a judgement.`
  const changed = shades.flatMap((shade) => changePhrase(shade, changeOf(history, shade.region, year).kind))
  if (changed.length === 0) return `No region has changed since the end of ${year - 1}.`
  return `Since the end of ${year - 1}: ${changed.join('; ')}. ${unchangedWords(shades.length - changed.length)}`.trim()
}

function statesOf(history: readonly YearShades[], region: string, year: number): YearState[] {
  return history
    .filter((entry) => entry.year <= year)
    .map((entry) => {
      const shade = entry.shades.find((each) => each.region === region)
      return { year: entry.year, level: shade?.level ?? null, trend: shade?.trend ?? null }
    })
}

/** The level is that of the year before; the trend need not be. */
function trendChange(states: readonly YearState[], words: string): Change {
  const [before, now] = states.slice(-2)
  if (before === undefined || now === undefined || before.trend === now.trend) return { kind: 'none', words }
  return { kind: 'trend', words: `${words}; trend ${now.trend}, ${before.trend} in ${before.year}` }
}

function changePhrase({ name, level, trend, cards }: Shade, kind: ChangeKind): string[] {
  if (level === null) return []
  const contested = cards.some((card) => card.contested) ? ' (contested)' : ''
  switch (kind) {
    case 'first':
      return [`${name} judged for the first time, ${wordOf(level)}${contested}`]
    case 'raised':
      return [`${name} raised to ${wordOf(level)}${contested}`]
    case 'lowered':
      return [`${name} lowered to ${wordOf(level)}${contested}`]
    case 'trend':
      return [`${name} still ${wordOf(level)}, trend now ${trend}${contested}`]
    case 'none':
      return []
    default:
      return kind satisfies never
  }
}

function unchangedWords(count: number): string {
  if (count === 0) return ''
  return count === 1 ? 'The other region is as it was.' : `The other ${count} regions are as they were.`
}

const wordOf = (level: ThreatLevel): string => THREAT_LEVEL_WORDS[level].word.toLowerCase()

const isHigher = (one: ThreatLevel, other: ThreatLevel): boolean =>
  THREAT_LEVELS.indexOf(one) > THREAT_LEVELS.indexOf(other)
