import { describe, expect, it } from 'vitest'
import { loadSeeds } from '@briefboard/board/seed'
import { groupFigures, groupSteps, joinFigures } from './comparable.ts'
import { figure } from './fixture.ts'

const { boards } = await loadSeeds(new URL('../../../seeds', import.meta.url).pathname)
const figures = boards[0]?.board.figures ?? []
const byId = (id: string) => figures.filter((each) => each.id === id)
const oil = [...byId('financing-oil-income-2015'), ...byId('financing-oil-income-2016')]
const fall = byId('financing-all-revenue-fall-2018')

describe('which figures may share a chart', () => {
  it('joins the oil income of 2015 and of 2016', () => {
    const joined = joinFigures(oil)
    expect(joined.joined && joined.series.points.map(({ value: { low, high } }) => [low, high])).toEqual([
      [400_000_000, 500_000_000],
      [260_000_000, 260_000_000],
    ])
  })

  it('refuses the fall of all revenue beside them, and names both sides with their paragraphs', () => {
    const refused = joinFigures([...oil, ...fall])
    if (refused.joined) throw new Error('They were joined.')
    expect(refused.differences.map(({ side }) => side)).toEqual(['measure', 'unit', 'basis'])
    for (const said of ['oil income', 'all revenue', 'USD', 'per cent', 'S/2016/92, para. 17', 'S/2018/80, para. 13'])
      expect(refused.reason).toContain(said)
  })

  it('refuses the upper bound that a later report repeats: its basis is another', () => {
    const refused = joinFigures([...oil, ...byId('financing-oil-income-2015-restated')])
    expect(refused).toMatchObject({ joined: false, differences: [{ side: 'basis' }] })
  })

  it('refuses one side that differs, whichever it is', () => {
    for (const side of ['measure', 'unit', 'basis'] as const)
      expect(joinFigures([figure('a'), figure('b', { [side]: 'another' })])).toMatchObject({
        differences: [{ side, values: [{}, { words: 'another' }] }],
      })
  })

  it('does not take case, spaces or the form of quotation marks for another basis', () => {
    const typed = [figure('a', { basis: 'the "tax"' }), figure('b', { basis: ' The  “tax” ', period: '2016' })]
    expect(joinFigures(typed)).toMatchObject({ joined: true, series: { basis: 'the "tax"' } })
    expect(groupFigures(typed)).toHaveLength(1)
  })

  it('refuses nothing at all in words', () => {
    expect(joinFigures([])).toMatchObject({ joined: false, reason: expect.stringContaining('no figure') })
  })

  it('puts every figure of the seeds into exactly one series, in an order that does not depend on theirs', () => {
    const series = groupFigures(figures)
    expect(series.flatMap(({ points }) => points.map((point) => point.figure)).toSorted()).toEqual(
      figures.map(({ id }) => id).toSorted(),
    )
    expect(groupFigures(figures.toReversed())).toEqual(series)
  })

  it('takes a step with each figure, whether they are of one series or each of its own', () => {
    const many = Array.from({ length: 1000 }, (_, index) => index)
    for (const basis of [() => 'one', String]) {
      const steps = groupSteps(many.map((index) => figure(`f${index}`, { basis: basis(index) })))
      let count = 0
      while (steps.next().done !== true) count++
      expect(count).toBeGreaterThanOrEqual(2000)
    }
  })
})

describe('a series', () => {
  it('names the years without a figure, and those that a longer period covers', () => {
    const [series] = groupFigures([
      figure('a', { period: '2012' }),
      figure('b', { period: '2014 to January 2016' }),
      figure('c', { period: 'no date' }),
    ])
    expect(series?.years).toEqual([
      { year: 2012, until: 2012, state: 'figures' },
      { year: 2013, until: 2013, state: 'missing' },
      { year: 2014, until: 2014, state: 'covered' },
      { year: 2015, until: 2015, state: 'covered' },
      { year: 2016, until: 2016, state: 'figures' },
    ])
    expect(series?.points.at(-1)).toMatchObject({ figure: 'c', place: null })
  })
})
