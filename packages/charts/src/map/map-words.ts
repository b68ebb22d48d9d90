/** The map in words and as a table, and the sentences that stand below it. */
import { THREAT_LEVEL_WORDS, THREAT_LEVELS, type ThreatLevel, type Trend } from '@briefboard/board'
import { countryName } from '@briefboard/board/countries'
import type { Table } from '../drawing.ts'
import type { Shade } from '../shades.ts'
import { countriesOf } from './assign.ts'

export const BOUNDARIES =
  'Where borders run on this map and what places are called on it imply no endorsement by the United Nations or by anybody else. Outlines: Natural Earth.'

export const CONTESTED_NOTE =
  'A number with a broken rim: two judgements stand against each other on a card there, and nobody has chosen yet.'

export const SCALE_NOTE = 'Threat levels are Briefboard’s own scale. A region has the highest level among its cards.'

export const levelWord = (level: ThreatLevel | null): string =>
  level === null ? 'No judgement' : THREAT_LEVEL_WORDS[level].word

/** "unclear" alone, beside a level, would be read of the level. */
export const trendWords = (trend: Trend): string => (trend === 'unclear' ? 'trend unclear' : trend)

export const moment = (year: number | null): string =>
  year === null ? 'As judged today' : `As judged by the end of ${year}`

/** "Africa: Severe, rising, 31 January 2018; highest of 3 cards." */
export function shadeWords(shade: Shade): string {
  const { name, level, trend, asOf, cards } = shade
  if (level === null || trend === null || asOf === null) return `${name}: no judgement.`
  const many = cards.length > 1 ? `; highest of ${cards.length} cards` : ''
  return `${name}: ${levelWord(level)}, ${trendWords(trend)}, ${dateWords(asOf)}${many}${contestedWords(cards)}.`
}

/** Any contested card may yet decide the level, not only the one that does now. */
function contestedWords(cards: Shade['cards']): string {
  const contested = cards.filter((card) => card.contested).length
  if (contested === 0) return ''
  return cards.length === 1 ? '; contested' : `; contested in ${contested} of them`
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
      shade.asOf === null ? '' : dateWords(shade.asOf),
      shade.cards
        .map(({ title, level, contested }) => `${title} (${levelWord(level)}${contested ? ', contested' : ''})`)
        .join('; '),
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
