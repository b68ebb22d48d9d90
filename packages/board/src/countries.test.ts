import { describe, expect, it } from 'vitest'
import { COUNTRIES, countriesIn, countryByNumber, countryName, M49_REGIONS } from './countries.ts'

const doubles = (all: readonly (string | null)[]): (string | null)[] =>
  all.filter((each, index) => all.indexOf(each) !== index)

describe('the table of countries', () => {
  it('has each code and each number once, in their forms', () => {
    expect(doubles(COUNTRIES.map(({ iso }) => iso))).toEqual([])
    expect(doubles(COUNTRIES.flatMap(({ numeric }) => numeric ?? []))).toEqual([])
    for (const { iso, numeric } of COUNTRIES) {
      expect(iso).toMatch(/^[A-Z]{2}$/)
      if (numeric !== null) expect(numeric, iso).toMatch(/^\d{3}$/)
    }
    expect(COUNTRIES.filter(({ numeric }) => numeric === null).map(({ iso }) => iso)).toEqual(['XK'])
  })

  it('has the 249 codes of ISO 3166-1, without Antarctica, and Kosovo', () => {
    const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    expect(COUNTRIES.filter(({ iso }) => english.of(iso) === undefined)).toEqual([])
    expect(COUNTRIES.map(({ iso }) => iso)).not.toContain('AQ')
    expect(COUNTRIES).toHaveLength(249)
  })

  it('leads every name to one country', () => {
    const names = COUNTRIES.flatMap(({ name, otherNames }) => [name, ...otherNames])
    expect(doubles(names.map((name) => name.toLowerCase()))).toEqual([])
    expect(names.filter((name) => name !== name.trim() || name === '')).toEqual([])
  })

  it('places every country in M49, from the whole world down to a region that is known', () => {
    for (const { iso, m49 } of COUNTRIES) {
      expect(m49[0], iso).toBe('001')
      expect(m49.length, iso).toBeGreaterThan(2)
      expect(m49.filter((region) => !M49_REGIONS.has(region))).toEqual([])
    }
    for (const region of M49_REGIONS) expect(countriesIn(region), region).not.toEqual([])
  })

  it('counts each country once to a region, however wide', () => {
    expect(countriesIn('001')).toHaveLength(COUNTRIES.length)
    expect(countriesIn('018')).toEqual(['BW', 'SZ', 'LS', 'NA', 'ZA'])
    expect(countriesIn('003')).toEqual(expect.arrayContaining(['MX', 'US', 'CU']))
    expect(doubles(countriesIn('003'))).toEqual([])
    expect(countriesIn('999')).toEqual([])
  })

  it('knows a country by its code and by its number', () => {
    expect(countryName('TR')).toBe('Türkiye')
    expect(countryName('QQ')).toBe('QQ')
    expect(countryByNumber('792')).toMatchObject({ iso: 'TR', otherNames: ['Turkey'], m49: ['001', '142', '145'] })
    expect(countryByNumber('-')).toBeNull()
    expect(countryByNumber('000')).toBeNull()
  })
})
