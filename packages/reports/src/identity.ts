/** Which document this is: symbol, number in its series, date; and what may be guessed where it does not say. */
import type { Guess } from './model.ts'

const ONES =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth'.split(
    ' ',
  )
const TENS: Record<string, number> = { twenty: 20, thirty: 30, forty: 40 }
const ORDINAL = String.raw`((?:${Object.keys(TENS).join('|')})-(?:${ONES.slice(0, 9).join('|')})|${ONES.join('|')}|twentieth|thirtieth|\d{1,3}(?:st|nd|rd|th))`

/** Where a report says which of its series it is; the first group is the ordinal. */
const SAYS_NUMBER = [
  new RegExp(
    String.raw`\b(?:my|this,? my) ${ORDINAL}(?: strategic-level| such)? report (?:on|pursuant|concerning|submitted)\b`,
    'i',
  ),
  new RegExp(String.raw`\bpresent report is (?:the|my) ${ORDINAL}\b`, 'i'),
  new RegExp(String.raw`\bpresent ${ORDINAL} report\b`, 'i'),
]

/** The report's place in its series, from its title or, failing that, from its first paragraphs. */
export function readNumber(title: string | null, paragraphs: readonly string[]): number | null {
  const inTitle = new RegExp(String.raw`^\W*(?:The )?${ORDINAL} (?:\w+ )?report\b`, 'i').exec(title ?? '')
  const found =
    inTitle ?? paragraphs.flatMap((text) => SAYS_NUMBER.map((form) => form.exec(text))).find((hit) => hit !== null)
  return found?.[1] === undefined ? null : ordinalNumber(found[1])
}

export function ordinalNumber(word: string): number {
  const small = word.toLowerCase()
  if (/^\d/.test(small)) return Number.parseInt(small, 10)
  if (small === 'twentieth' || small === 'thirtieth') return small === 'twentieth' ? 20 : 30
  const [tens = '', ones = ''] = small.split('-')
  return ones === '' ? ONES.indexOf(small) + 1 : (TENS[tens] ?? 0) + ONES.indexOf(ones) + 1
}

/** The Secretary-General's reports on the threat posed by ISIL: what is known of each before it is read. */
const SERIES = [
  { symbol: 'S/2016/92', number: 1, date: '2016-01-29' },
  { symbol: 'S/2016/501', number: 2, date: null },
  { symbol: 'S/2016/830', number: 3, date: null },
  { symbol: 'S/2017/97', number: 4, date: '2017-02-02' },
  { symbol: 'S/2017/467', number: 5, date: null },
  { symbol: 'S/2018/80', number: 6, date: '2018-01-31' },
] as const
const SERIES_TITLE = /threat posed by ISIL.{0,400}international peace and security/is

/** What the series lets expect of what the document itself does not say. The first report's title has no number. */
export function guessIdentity(known: Omit<Guess, 'symbol'> & { symbol: string | null; title: string | null }): Guess {
  const expected = SERIES.find(({ number, date }) => {
    if (known.number !== null) return number === known.number
    return known.date === null ? number === 1 : date === known.date
  })
  const bySymbol = SERIES.find(({ symbol }) => symbol === known.symbol)
  const member = known.symbol !== null ? bySymbol : SERIES_TITLE.test(known.title ?? '') ? expected : undefined
  return {
    symbol: known.symbol ?? member?.symbol ?? null,
    number: known.number ?? member?.number ?? null,
    date: known.date ?? member?.date ?? null,
  }
}

/** Words that ask the person who imports for what is missing. */
export function identityWarnings(known: { symbol: string | null; date: string | null }, guess: Guess): string[] {
  const warnings: string[] = []
  if (known.symbol === null)
    warnings.push(
      guess.symbol === null
        ? 'The document does not name its own symbol. Please enter it, for instance S/2018/80.'
        : `The document does not name its own symbol. By its title it may be ${guess.symbol}${guess.date === null ? '' : ` of ${guess.date}`}; please confirm or correct this.`,
    )
  if (known.date === null)
    warnings.push(
      `The document does not say its own date.${guess.date === null ? ' Please enter it.' : ` It may be ${guess.date}; please confirm or correct this.`}`,
    )
  return warnings
}
