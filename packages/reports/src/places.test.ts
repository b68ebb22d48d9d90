import { expect, test } from 'vitest'
import { COUNTRIES, M49_REGIONS } from '@briefboard/board/countries'
import { placeNames } from './place-names.ts'
import { namedIn } from './places.ts'

const found = (text: string): string[] => namedIn(text).map(({ iso, name }) => iso ?? name)

test('countries as the United Nations write them', () => {
  const kingdom = 'the United Kingdom of Great Britain and Northern Ireland'
  expect(found(`the Syrian Arab Republic, Türkiye, Côte d’Ivoire, Viet Nam and ${kingdom}`)).toEqual([
    'SY',
    'TR',
    'CI',
    'VN',
    'GB',
  ])
  expect(found("Côte d'Ivoire and Syria")).toEqual(['CI', 'SY'])
})

test('the longest name is meant', () => {
  const text = 'Niger and Nigeria, Guinea-Bissau, Equatorial Guinea and the Lake Chad Basin'
  expect(found(text)).toEqual(['NE', 'NG', 'GW', 'GQ', 'Lake Chad Basin'])
})

test('halves of a pair of regions count', () => {
  expect(found('in West and North Africa').sort()).toEqual(['North Africa', 'West Africa'])
  expect(found('in Central and South Asia').sort()).toEqual(['Central Asia', 'South Asia'])
})

test('groups and people that are called after a country do not', () => {
  expect(found('Islamic State in Iraq and the Levant, Al-Qaida in Iraq and Oman Rochman')).toEqual([])
  expect(found('Libyan and Iraqi')).toEqual([])
})

test('every country of the table is found by the names that a text can mean it by', () => {
  const unread = ['Congo', 'Jersey', 'Saint Martin']
  for (const { iso, name, otherNames } of COUNTRIES)
    for (const written of [name, ...otherNames].filter((each) => !unread.includes(each)))
      expect(found(`in ${written}, among others`), written).toEqual([iso])
  expect(found('New Jersey, the Congo river')).toEqual([])
})

test('a region has a code that M49 knows, or none', () => {
  const codes = [...placeNames().values()].flatMap(({ m49 }) => m49 ?? [])
  expect(codes.filter((code) => !M49_REGIONS.has(code))).toEqual([])
})
