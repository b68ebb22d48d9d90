/** The map in words and as a table, and the sentences that stand below it. */
import { THREAT_LEVEL_WORDS, THREAT_LEVELS, type ThreatLevel } from '@briefboard/board'
import type { Table } from '../drawing.ts'
import type { Shade } from '../shades.ts'
import { countriesOf } from './assign.ts'
import { countryName } from './countries.ts'

export const BOUNDARIES =
  'The boundaries and names shown on this map, and the designations used, imply no endorsement or acceptance of any kind. Outlines: Natural Earth.'

export const SCALE_NOTE = 'Threat levels are Briefboard’s own scale. A region has the highest level among its cards.'

export const levelWord = (level: ThreatLevel | null): string =>
  level === null ? 'No judgement' : THREAT_LEVEL_WORDS[level].word

export const moment = (year: number | null): string =>
  year === null ? 'As judged today' : `As judged by the end of ${year}`

/** "Africa: Severe, rising, 31 January 2018; highest of 3 cards." */
export function shadeWords(shade: Shade): string {
  const { name, level, trend, asOf, cards } = shade
  if (level === null || trend === null || asOf === null) return `${name}: no judgement.`
  const many = cards.length > 1 ? `; highest of ${cards.length} cards` : ''
  const contested = cards[0]?.contested === true ? '; contested' : ''
  return `${name}: ${levelWord(level)}, ${trend}, ${dateWords(asOf)}${many}${contested}.`
}

export function mapSummary(shades: readonly Shade[], year: number | null): string {
  const onMap = shades.filter((shade) => countriesOf(shade).length > 0)
  const off = shades.filter((shade) => countriesOf(shade).length === 0)
  return [
    `${moment(year)}, on a scale of ${THREAT_LEVELS.map((level) => levelWord(level).toLowerCase()).join(', ')}.`,
    ...(onMap.length === 0 ? ['No region is on the map.'] : onMap.map(shadeWords)),
    ...(off.length === 0 ? [] : [`Not on the map: ${off.map(shadeWords).join(' ')}`]),
    SCALE_NOTE,
    BOUNDARIES,
  ].join(' ')
}

export function mapTable(shades: readonly Shade[], year: number | null): Table {
  return {
    caption: `Threat level by region. ${moment(year)}`,
    head: ['Region', 'Threat level', 'Trend', 'Judged', 'Cards', 'Countries'],
    rows: shades.map((shade) => [
      shade.name,
      levelWord(shade.level),
      shade.trend ?? '',
      shade.asOf ?? '',
      shade.cards.map(({ title, level }) => `${title} (${levelWord(level)})`).join('; '),
      countriesOf(shade).map(countryName).join(', '),
    ]),
  }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

function dateWords(date: string): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? date : `${Number(day)} ${name} ${year}`
}
