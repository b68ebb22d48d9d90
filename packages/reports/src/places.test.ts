import { expect, test } from 'vitest'
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
