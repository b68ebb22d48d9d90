import { describe, expect, it } from 'vitest'
import { loadSeeds } from '@briefboard/board/seed'
import { card, judgement, region } from './fixture.ts'
import { judgedYears, shadesAt } from './shades.ts'

const { boards } = await loadSeeds(new URL('../../../seeds', import.meta.url).pathname)
const seeded = boards[0]?.board ?? { regions: [], cards: [] }
const levels = (year: number) => Object.fromEntries(shadesAt(seeded, year).map(({ region: id, level }) => [id, level]))

describe('the threat level of a region at the end of a year', () => {
  it('follows the chain of the seeded board', () => {
    expect(levels(2015)).toMatchObject({ 'middle-east': null, europe: null })
    expect(levels(2016)).toMatchObject({
      'middle-east': 'critical',
      europe: 'critical',
      'south-east-asia': 'substantial',
    })
    expect(levels(2017)).toMatchObject({
      'middle-east': 'critical',
      europe: 'severe',
      'south-east-asia': 'substantial',
    })
    expect(levels(2018)).toMatchObject({ 'middle-east': 'severe', europe: 'severe', 'south-east-asia': 'severe' })
  })

  const grave = judgement('g1', '2016-06-30', { threatLevel: 'critical', trend: 'rising' })
  const calmed = judgement('g2', '2018-01-01', { basis: 'g1', threatLevel: 'low' })
  const other = card('other', 'north', [judgement('o1', '2017-05-01', { threatLevel: 'moderate' })])
  const at = (year: number, cards = [card('one', 'north', [grave, calmed]), other]) =>
    shadesAt({ regions: [region('north', ['FR'])], cards }, year)[0]

  it('is the highest among its cards, with trend and date of the one that decides', () => {
    expect(at(2017)).toMatchObject({ level: 'critical', trend: 'rising', asOf: '2016-06-30' })
    expect(at(2017)?.cards.map((each) => each.card)).toEqual(['one', 'other'])
    expect(at(2018)).toMatchObject({ level: 'moderate', asOf: '2017-05-01' })
  })

  it('counts the last day of the year, and not the first of the next', () => {
    const eve = card('eve', 'north', [
      judgement('e', '2016-12-31'),
      judgement('f', '2017-01-01', { basis: 'e', threatLevel: 'severe' }),
    ])
    expect(at(2016, [eve])?.level).toBe('low')
    expect(at(2017, [eve])?.level).toBe('severe')
  })

  it('takes the day on which a judgement was made where it names no other', () => {
    const made = judgement('m', '2016-12-31', { asOf: null, at: '2017-03-01T10:00:00.000Z' })
    expect(at(2016, [card('made', 'north', [made])])?.level).toBeNull()
    expect(at(2017, [card('made', 'north', [made])])).toMatchObject({ level: 'low', asOf: '2017-03-01' })
  })

  it('leaves archived cards out and says where a judgement is contested', () => {
    expect(at(2018, [card('old', 'north', [grave], { status: 'archived' })])?.level).toBeNull()
    const rival = judgement('r', '2016-06-30', { threatLevel: 'severe', at: '2016-07-01T00:00:00.000Z' })
    expect(at(2016, [card('split', 'north', [grave, rival])])?.cards).toMatchObject([
      { level: 'severe', contested: true },
    ])
  })
})

it('the slider runs from the first judged year to the last', () => {
  expect(judgedYears(seeded)).toEqual([2016, 2017, 2018])
  expect(judgedYears({ cards: [] })).toEqual([])
})
