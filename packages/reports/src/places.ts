/** Countries and regions that a text names. Names that are part of a group's name are left out. */
import type { NamedPlace, Place } from './model.ts'
import { placeNames, type PlaceName } from './place-names.ts'

const NAMES = placeNames()
const FOLDED = new Map([...NAMES].map(([name, place]) => [fold(name), place]))
const ANY = new RegExp(
  `(?<![\\p{L}\\d-])(?:${[...FOLDED.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[()]/g, '\\$&'))
    .join('|')})(?![\\p{L}\\d/]|-\\p{Lu})`,
  'gu',
)
/** Groups that carry a country in their names. */
const GROUP_BEFORE =
  /\b(?:Islamic State|Al-Qaida|Al-Qa[’']ida|Taliban|Tehri[kq]-e[- ]\S+|Islamic Movement|ISIL|Province|Emirate|Army|Front)(?:[ -](?:in|of|for))?(?: the)?(?: Iraq and the)?[ -]$/
/** "Oman Rochman": these are names of people and rivers as well. */
const ALSO_NAMES = new Set([
  'Oman',
  'Jordan',
  'Georgia',
  'Chad',
  'Israel',
  'Cuba',
  'China',
  'India',
  'Kenya',
  'Mali',
  'Malta',
  'Guinea',
  'Niger',
  'Jamaica',
  'United States',
])

/** The places named in texts, in the order of their first mention, each with everywhere it is named. */
export function placesIn(texts: readonly { text: string; from: Place }[]): {
  countries: NamedPlace[]
  regions: NamedPlace[]
} {
  const found = new Map<string, NamedPlace>()
  for (const { text, from } of texts)
    for (const place of new Set(namedIn(text))) {
      const key = place.iso ?? place.name
      const known = found.get(key) ?? { ...place, from: [] }
      known.from.push(from)
      found.set(key, known)
    }
  const all = [...found.values()]
  return { countries: all.filter(({ iso }) => iso !== null), regions: all.filter(({ iso }) => iso === null) }
}

export function namedIn(text: string): PlaceName[] {
  const folded = fold(text)
  const places = [...folded.matchAll(ANY)].flatMap(({ 0: written, index }) => {
    const place = FOLDED.get(written)
    const after = folded.slice(index + written.length, index + written.length + 12)
    const isGroup = GROUP_BEFORE.test(folded.slice(Math.max(0, index - 60), index)) || /^ Province \(/.test(after)
    const isPerson = ALSO_NAMES.has(written) && /^ \p{Lu}\p{Ll}/u.test(after)
    return place === undefined || isGroup || isPerson ? [] : [place]
  })
  return [...places, ...paired(folded)]
}

/** "West and North Africa", "South and South-East Asia", "Central and South Asia": the first half lacks its noun. */
function paired(text: string): PlaceName[] {
  const form =
    /\b(North|West|East|Central|Southern|Northern|South|South-East)(?:, (North|West|East|Central|South))? and (?:North|West|East|Central|Southern|South|South-East) (Africa|Asia|Europe)\b/g
  return [...text.matchAll(form)].flatMap(([, first = '', second, noun = '']) =>
    [first, second]
      .flatMap((half) => (half === undefined ? [] : [NAMES.get(`${half} ${noun}`)]))
      .filter((place) => place !== undefined),
  )
}

/** One apostrophe, and line breaks as spaces, at the same length. */
function fold(text: string): string {
  return text.replace(/['‘]/g, '’').replace(/\s/g, ' ')
}
