import type { ThreatLevel, Trend } from '@briefboard/board'
import type { Shade } from '@briefboard/charts'
import { describe, expect, it } from 'vitest'
import { changeOf, changesIn, type YearShades } from './region-changes.ts'

type State = readonly [ThreatLevel | null, Trend?]

const shade = (name: string, [level, trend = 'steady']: State): Shade => ({
  ...{ region: name, name, countries: [], m49: [], level, trend: level === null ? null : trend },
  ...{ asOf: null, cards: [] },
})
/** From 2015 on, a state a year for each region. */
const history = (regions: Record<string, readonly State[]>): YearShades[] => {
  const years = Math.max(...Object.values(regions).map((states) => states.length))
  return Array.from({ length: years }, (_, index) => ({
    year: 2015 + index,
    shades: Object.entries(regions).map(([name, states]) => shade(name, states[index] ?? [null])),
  }))
}

describe('what is said of a region', () => {
  const of = (states: readonly State[], year: number) => changeOf(history({ north: states }), 'north', year)

  it('is since when it has its level, and what it had before', () => {
    const states: State[] = [['low'], ['substantial'], ['severe'], ['severe'], ['moderate']]
    expect(of(states, 2017)).toEqual({ kind: 'raised', words: 'severe since 2017; substantial before' })
    expect(of(states, 2018)).toEqual({ kind: 'none', words: 'severe since 2017; substantial before' })
    expect(of(states, 2019)).toEqual({ kind: 'lowered', words: 'moderate since 2019; severe before' })
  })

  it('counts a level that comes back from its return', () => {
    expect(of([['severe'], ['low'], ['severe'], ['severe']], 2018).words).toBe('severe since 2017; low before')
  })

  it('says when it was first judged, and that it was not yet', () => {
    const states: State[] = [[null], ['low'], ['low']]
    expect(of(states, 2015)).toEqual({ kind: 'none', words: 'no judgement by then' })
    expect(of(states, 2016)).toEqual({ kind: 'first', words: 'first judged in 2016: low' })
    expect(of(states, 2017)).toEqual({ kind: 'none', words: 'low since 2016, when it was first judged' })
    expect(changeOf([], 'north', 2016).words).toBe('no judgement by then')
  })

  it('names a trend that turned while the level stayed', () => {
    const states: State[] = [['low'], ['severe', 'rising'], ['severe', 'unclear']]
    expect(of(states, 2017)).toEqual({
      kind: 'trend',
      words: 'severe since 2016; low before; trend unclear, rising in 2016',
    })
    expect(of(states, 2016).words).not.toContain('trend')
  })

  it('looks at no later year than the one that is shown', () => {
    expect(of([['low'], ['severe']], 2015)).toEqual({ kind: 'first', words: 'first judged in 2015: low' })
  })
})

describe('what is said of the board', () => {
  const board = history({
    North: [['critical'], ['severe'], ['severe'], ['severe']],
    South: [['low'], ['severe'], ['severe', 'rising'], ['severe', 'rising']],
    East: [[null], ['low'], ['low'], ['low']],
    West: [['low'], ['low'], ['low'], ['low']],
  })

  it('names every region that changed since the year before, and counts the others', () => {
    expect(changesIn(board, 2016)).toBe(
      'Since the end of 2015: North lowered to severe; South raised to severe; East judged for the first time, low. The other region is as it was.',
    )
    expect(changesIn(board, 2017)).toBe(
      'Since the end of 2016: South still severe, trend now rising. The other 3 regions are as they were.',
    )
  })

  it('says where a change is contested still', () => {
    const card = { card: 'c', title: 'C', level: 'low', trend: 'steady', asOf: '2016-01-01', contested: true } as const
    const [before, now] = history({ North: [['severe'], ['low']] })
    const split = { year: 2016, shades: now?.shades.map((each) => ({ ...each, cards: [card] })) ?? [] }
    expect(changesIn(before === undefined ? [] : [before, split], 2016)).toContain('North lowered to low (contested).')
  })

  it('says so where nothing changed, and where nothing was before', () => {
    expect(changesIn(board, 2018)).toBe('No region has changed since the end of 2017.')
    expect(changesIn(board, 2015)).toBe('2015 is the first year with a judgement.')
    expect(changesIn([], 2015)).toBe('')
  })
})
