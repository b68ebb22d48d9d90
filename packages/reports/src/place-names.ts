/** Names of countries and regions as reports of the United Nations write them, with their codes. */

export interface PlaceName {
  name: string
  iso: string | null
  m49: string | null
}

/** ISO 3166-1 alpha-2 codes of all countries. */
const CODES =
  'AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TZ UA UG US UY UZ VA VC VE VN VU WS YE ZA ZM ZW'.split(
    ' ',
  )

/** What the United Nations, or English before a change of name, calls them besides. */
const OTHER_NAMES: Record<string, string[]> = {
  BA: ['Bosnia and Herzegovina'],
  BN: ['Brunei Darussalam'],
  BO: ['Plurinational State of Bolivia'],
  CD: ['Democratic Republic of the Congo'],
  CF: ['Central African Republic'],
  CG: ['Republic of the Congo'],
  CI: ['Côte d’Ivoire', 'Ivory Coast'],
  CV: ['Cabo Verde', 'Cape Verde'],
  CZ: ['Czechia', 'Czech Republic'],
  FM: ['Federated States of Micronesia'],
  GB: ['United Kingdom of Great Britain and Northern Ireland', 'United Kingdom'],
  GM: ['Gambia'],
  IR: ['Islamic Republic of Iran', 'Iran (Islamic Republic of)'],
  KP: ['Democratic People’s Republic of Korea'],
  KR: ['Republic of Korea'],
  LA: ['Lao People’s Democratic Republic'],
  MD: ['Republic of Moldova'],
  MK: ['North Macedonia', 'the former Yugoslav Republic of Macedonia'],
  MM: ['Myanmar'],
  PS: ['State of Palestine', 'Palestine'],
  RU: ['Russian Federation'],
  ST: ['Sao Tome and Principe'],
  SY: ['Syrian Arab Republic'],
  SZ: ['Eswatini', 'Swaziland'],
  TL: ['Timor-Leste'],
  TR: ['Turkey', 'Türkiye'],
  TZ: ['United Republic of Tanzania'],
  US: ['United States of America', 'United States'],
  VA: ['Holy See'],
  VE: ['Bolivarian Republic of Venezuela'],
  VN: ['Viet Nam'],
}
/** Names that Intl spells in a way no report would, or that mean other things too often. */
const NOT_BY_INTL = new Set([
  'BA',
  'CD',
  'CG',
  'CI',
  'MM',
  'PS',
  'TR',
  'US',
  'GB',
  'KN',
  'LC',
  'ST',
  'TT',
  'VC',
  'AG',
  'KR',
  'KP',
])

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
  const english = new Intl.DisplayNames('en', { type: 'region' })
  const names = new Map<string, PlaceName>()
  for (const iso of CODES) {
    const shown = english.of(iso) ?? iso
    const name = OTHER_NAMES[iso]?.[0] ?? shown
    const byIntl = NOT_BY_INTL.has(iso) ? [] : [shown]
    for (const written of [...byIntl, ...(OTHER_NAMES[iso] ?? [])]) names.set(written, { name, iso, m49: null })
  }
  names.set('Syria', { name: 'Syrian Arab Republic', iso: 'SY', m49: null })
  for (const [name, m49] of Object.entries(REGIONS)) names.set(name, { name, iso: null, m49 })
  return names
}
