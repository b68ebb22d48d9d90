/** Which region a country is drawn in: the one that names it most closely. */
import { countriesIn } from '@briefboard/board/countries'
import type { Shade } from '../shades.ts'

/** M49 of the whole world: a theme without a place of its own, which no map can shade. */
const WORLD = '001'

/** Region by country. Of two regions that have a country, the one with fewer countries has it; then the first. */
export function regionByCountry(shades: readonly Shade[]): Map<string, Shade> {
  const lists = shades.map((shade) => ({ shade, countries: countriesOf(shade) }))
  const finestLast = lists.toReversed().toSorted((a, b) => b.countries.length - a.countries.length)
  return new Map(finestLast.flatMap(({ shade, countries }) => countries.map((iso) => [iso, shade] as const)))
}

/** Its own list; where there is none, the countries of its M49 codes. Empty for what is everywhere. */
export function countriesOf({ countries, m49 }: Pick<Shade, 'countries' | 'm49'>): string[] {
  if (countries.length > 0) return [...new Set(countries)]
  return [...new Set(m49.filter((code) => code !== WORLD).flatMap(countriesIn))]
}
