/** Names of countries and regions as reports of the United Nations write them, with their codes. */
import { COUNTRIES } from '@briefboard/board/countries'

export interface PlaceName {
  name: string
  iso: string | null
  m49: string | null
}

/** In a text these mean other things too often: a river and a neighbour, New Jersey, a saint. */
const NOT_READ = new Set(['Congo', 'Jersey', 'Saint Martin'])

/** Regions as they are called in reports; a code only where the name means the M49 region. */
const REGIONS: Record<string, string | null> = {
  Africa: '002',
  'North Africa': '015',
  'Northern Africa': '015',
  'West Africa': '011',
  'Western Africa': '011',
  'East Africa': '014',
  'Eastern Africa': '014',
  'Central Africa': '017',
  'Middle Africa': '017',
  'Southern Africa': '018',
  'sub-Saharan Africa': '202',
  'Horn of Africa': null,
  Sahel: null,
  Maghreb: null,
  'Lake Chad Basin': null,
  'Lake Chad basin': null,
  'Great Lakes region': null,
  Asia: '142',
  'Central Asia': '143',
  'East Asia': '030',
  'Eastern Asia': '030',
  'South Asia': '034',
  'Southern Asia': '034',
  'South-East Asia': '035',
  'South-Eastern Asia': '035',
  'Southeast Asia': '035',
  'Western Asia': '145',
  'Middle East': null,
  Levant: null,
  Caucasus: null,
  'Arabian Peninsula': null,
  'Persian Gulf': null,
  'Gulf States': null,
  Europe: '150',
  'Eastern Europe': '151',
  'Northern Europe': '154',
  'Western Europe': '155',
  'Southern Europe': '039',
  'South-Eastern Europe': null,
  'Western Balkans': null,
  Balkans: null,
  'Latin America': null,
  'North America': null,
  'South America': '005',
  'Central America': '013',
  Caribbean: '029',
  Americas: '019',
  Oceania: '009',
}

/** Every name with what it stands for; where several match, the longest is meant. */
export function placeNames(): Map<string, PlaceName> {
  const names = new Map<string, PlaceName>()
  for (const { iso, name, otherNames } of COUNTRIES)
    for (const written of [name, ...otherNames])
      if (!NOT_READ.has(written)) names.set(written, { name, iso, m49: null })
  for (const [name, m49] of Object.entries(REGIONS)) names.set(name, { name, iso: null, m49 })
  return names
}
