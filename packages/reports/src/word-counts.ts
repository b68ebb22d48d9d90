/** The words of a document itself, counted: what a broken word is measured against. */
export interface WordCounts {
  /** Words, and compounds with hyphens, in small letters. */
  words: ReadonlyMap<string, number>
  /** How often a word stands beside another that makes a word of the document with it: "co" in "co nsidered". */
  halves: ReadonlyMap<string, number>
}

export function countWords(texts: readonly string[]): WordCounts {
  const words = new Map<string, number>()
  const halves = new Map<string, number>()
  const small = texts.map((text) => text.toLowerCase())
  for (const text of small)
    for (const [word] of text.matchAll(/[\p{L}\d]+(?:[’'-][\p{L}\d]+)*/gu)) {
      count(words, word)
      if (/[-’']/.test(word)) for (const part of word.split(/[-’']/)) count(words, part)
    }
  for (const { 0: first, 1: second = '' } of small.join(' ').matchAll(/(?<!\p{L})\p{L}+(?= (\p{L}+))/gu))
    if (words.has(first + second)) [first, second].forEach((half) => count(halves, half))
  return { words, halves }
}

const count = (counts: Map<string, number>, word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1)

/** Common words that a short report may not use whole elsewhere. */
const COMMON = new Set(
  `about above across after again against all almost already also although always among and another any are around
  because become been before being below between both but can cannot could despite did does done down due during each
  either enough even ever every few first for from further furthermore group had has have having her here herself him
  himself his how however including information instead into its itself least less many may measures might more moreover
  most much must nearly neither never nevertheless next nor not nothing now off often only other others our ourselves out
  over own particular previously public rather same second security several shall she should since some states still such
  support terrorist terrorism than that the their them themselves then there therefore thereafter these they third this
  those though through throughout thus together toward towards under until upon very was were what when where whereas
  whether which while who whole whom whose why will with within without would year years yet you your`.split(/\s+/),
)

/** Small words that may as well be a fragment: "is sues", "reintegrati on". */
const SMALL = new Set(
  `a i ad al am an and any are as at be but by car con de do el en ex for he her him his if in is it its la le me my no
  nor not of on or our out par per pro she so ten the to too up us via we who you`.split(/\s+/),
)

/** The other English words of two and three letters, and foreign ones in names; a fragment that is none is no word. */
const SHORT = new Set(
  `abu act add age ago aid ail aim air ale all ape apt arc arm art ash ask ate awe axe bad bag ban bar bat bay bed bee beg
  bet bid big bin bit bob bow box boy bud bug bun bus buy bye cab can cap cat cop cow cry cue cup cut dad dam day den der
  des did die dig dim dip dog dot dry du due dug dye ear eat ebb egg ego elf elm end eon era et etc eve eye fan far fat
  fax fed fee few fig fin fir fit fix flu fly foe fog fox fry fun fur gag gap gas gel gem get god got gum gun gut guy gym
  had ham has hat hay hen hey hid hip hit hoc hog hop hot how hub hue hug hut ibn ice icy id ill ink inn ion ire ivy jam
  jar jaw jet jew job jog joy key kid kin kit lab lad lag lap las law lax lay led lee leg les let lid lie lip lit log los
  lot low ltd mad man map mar mat may men met mix mob mop mud mug nap net new nil now nun nut oak oar odd off oft oil old
  one ore own pad pan pat paw pay pea pen pet pie pig pin pit ply pop pot pre pub put rag ram ran rat raw ray red rib rid
  rig rim rip rob rod rot row rub rug rum run rye sad sap sat saw say sea see set sex sew shy sin sip sir sit six ski sky
  sly son spy st sub sue sui sum sun tag tan tap tar tax tea tie tin tip tis toe ton top toy try tub tug two use van vat
  vet vie vis von vow vs war was wax way web wed wet why win wit woe won yes yet zip zoo`.split(/\s+/),
)

/** Words that others are built on: "air strikes" beside "airstrikes" is a choice of the author, not a break. */
const BUILDING = new Set(
  `after anti arms back battle block body border broad bull check coast counter country court cross crypto cyber data down
  drug extra fire flag foot fore front grass ground hand hard head high home house inter land life light line long mail
  main market micro mid multi near news nuclear over paper para photo police post power rail ring road safe school self
  ship shop short side social soft sound spot steam step stock strong sub super tele time town trade trans under video ware
  water week well wide wild wind wood work world`.split(/\s+/),
)

/** Endings that are words and follow a small word in ordinary text: "a head" is not "ahead" broken. */
const FOLLOWING = new Set(
  `board broad masse route suite cross door forth front going grade head hind hold land lasting line live load lone long look loud mend mission
  other over part path pend place point port pose press prove quest range rear rest ride right rise road round sect self
  serve shape shore side sight sign sleep some sort sound spite spread stance stand state stay strain strange stream stress
  stretch sure take tend tent test though time times tract under vent vest view void wait wake ward wards while whole wise
  within work world year`.split(/\s+/),
)

/** Whether the word stands in the document, or is known to everyone. */
export const isKnown = (counts: WordCounts, word: string): boolean =>
  counts.words.has(word.toLowerCase()) || COMMON.has(word.toLowerCase())

/**
 * What a run of letters beside a space can be: `impossible` as a word; a `small` word that may be a fragment; a `word`,
 * which stands elsewhere in the document too, be it with another ending; or `unknown`, found only here.
 */
export function wordKind(counts: WordCounts, part: string): 'impossible' | 'small' | 'word' | 'unknown' {
  const word = part.toLowerCase()
  if (SMALL.has(word)) return 'small'
  if (SHORT.has(word) || COMMON.has(word) || BUILDING.has(word) || FOLLOWING.has(word)) return 'word'
  if (word.length <= 3) return 'impossible'
  const asHalf = counts.halves.get(word) ?? 0
  if ((counts.words.get(word) ?? 0) > Math.max(asHalf, 1)) return 'word'
  const stem = word.replace(/(?:s|ed|ing|ly)$/, '')
  const forms = [`${word}s`, `${word}ed`, `${word}ing`, `${word}d`, stem, `${stem}e`]
  return forms.some((form) => form !== word && form.length > 3 && standsWhole(counts, form)) ? 'word' : 'unknown'
}

const standsWhole = ({ words, halves }: WordCounts, form: string): boolean =>
  (words.get(form) ?? 0) > (halves.get(form) ?? 0)
