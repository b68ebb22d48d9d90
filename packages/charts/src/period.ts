/** Where a figure's period, which is free text in the words of a report, stands in time. */

export interface Place {
  /** The year in which the period ends, or in which it lies. */
  year: number
  /** The year in which it begins; equal unless the period is a longer one. */
  from: number
  /** Orders the places of one year: 0 for the whole year, then by month and day. */
  order: number
  /** What the year alone does not say: "Feb", "15 Dec", "to Jan"; empty for a whole year. */
  label: string
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const DATE = new RegExp(
  String.raw`\b(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?(?:(${MONTHS.join('|')})[a-z]*\.?\s+)?((?:18|19|20|21)\d{2})\b(?:-(\d{2})-(\d{2})\b|-(\d{2})\b(?=\s|$|,))?`,
  'gi',
)
// "2015–16" and "2015/16": the year that is written short belongs to the first one's century.
const SHORT_SPAN = /\b((?:18|19|20|21)\d{2})\s*[–/]\s*(\d{2})\b(?!\d)/g
// A bound: many brackets that nobody closes would each be followed to the end.
const ASIDE = /\([^)]{0,200}\)/g
const COMPARED = /\b(?:against|compared (?:with|to)|versus|relative to)\b.*$/i
const LASTING = /\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+years\s+to\b/i
const COUNTS = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const PART = /\b(?:Q[1-4]|(?:first|second) half|(?:first|second|third|fourth) quarter|early|mid|late)\b/i

/** A period is a few words; what is longer is none, and is not looked through. */
const LONGEST = 500

/** null where the words name no year. The last date counts: "2015 to January 2018" speaks from January 2018. */
export function placeOf(period: string): Place | null {
  const said = ownWords(period.slice(0, LONGEST))
  const dates = datesIn(said)
  const last = dates.at(-1)
  const first = dates[0]
  if (last === undefined || first === undefined) return null
  const from = Math.min(first.year, last.year, last.year - yearsLasting(said))
  const label = labelOf(said, last, dates.length > 1) || (from < last.year ? `from ${from}` : '')
  return { year: last.year, from, order: last.month * 32 + last.day, label }
}

/** Without what it is compared with, and without an aside, unless the only year stands there. */
function ownWords(period: string): string {
  const plain = period.replace(SHORT_SPAN, (_, year: string, short: string) => `${year} to ${year.slice(0, 2)}${short}`)
  const bare = plain.replace(ASIDE, ' ').replace(COMPARED, '')
  return datesIn(bare).length > 0 ? bare : plain
}

interface DateNamed {
  year: number
  /** 1 to 12; 0 where none is named. */
  month: number
  day: number
}

function datesIn(text: string): DateNamed[] {
  return [...text.matchAll(DATE)].map(([, day, month, year, isoMonth, isoDay, monthAlone]) => {
    const named = MONTHS.findIndex((name) => name.toLowerCase() === month?.toLowerCase()) + 1
    const numbered = Number(isoMonth ?? monthAlone ?? 0)
    const inMonth = named > 0 ? named : numbered <= 12 ? numbered : 0
    return { year: Number(year), month: inMonth, day: inMonth === 0 ? 0 : Math.min(31, Number(day ?? isoDay ?? 0)) }
  })
}

function yearsLasting(text: string): number {
  const count = LASTING.exec(text)?.[1]?.toLowerCase()
  if (count === undefined) return 0
  const named = COUNTS.indexOf(count)
  return named < 0 ? Number(count) : named + 2
}

function labelOf(said: string, { month, day }: DateNamed, isSpan: boolean): string {
  const name = MONTHS[month - 1]
  const part = PART.exec(said)?.[0].toLowerCase().replace('q', 'Q') ?? ''
  const moment = name === undefined ? part : day === 0 ? name : `${day} ${name}`
  if (moment === '') return ''
  if (isSpan || /\bto\s/.test(said)) return `to ${moment}`
  return /^\s*from\b/i.test(said) ? `from ${moment}` : moment
}
