/** Figures: a number or range with its unit, and what its sentence says of period, basis and certainty. */
import type { FigureQualifier, Place, ReadFigure } from './model.ts'
import { quantitiesIn, type Quantity } from './quantities.ts'
import { sentenceAround } from './sentences.ts'

export function figuresIn(text: string, from: Place): ReadFigure[] {
  const quantities = quantitiesIn(text)
  return quantities.map((quantity, index) => {
    const [start, end] = sentenceAround(text, quantity.from)
    const before = text.slice(start, quantity.from)
    const after = text.slice(quantity.to, end)
    const qualifier = qualifierOf(before, after)
    const own: [number, number] = [quantities[index - 1]?.to ?? 0, quantities[index + 1]?.from ?? text.length]
    return {
      ...boundsOf(quantity, qualifier),
      unit: quantity.unit,
      period: periodOf(
        text.slice(Math.max(start, own[0]), quantity.from),
        text.slice(quantity.to, Math.max(quantity.to, Math.min(end, own[1]))),
      ),
      basis: basisOf(quantity, before, after),
      qualifier,
      from,
      at: [quantity.from, quantity.to],
    }
  })
}

const AT_MOST = /\b(?:as (?:much|many|high) as|up to|no more than|not more than|at most|a maximum of)\s$/i
const BELOW = /(?<!\bnot? )\b(?:fewer than|less than)\s$/i
const AT_LEAST =
  /\b(?:more than|over|at least|in excess of|exceed(?:s|ed|ing)|above|upwards of|no fewer than|no less than|not less than|a minimum of)\s$/i
const ABOUT = /\b(?:approximately|around|about|some|nearly|almost|roughly|close to)\s(?:between\s)?$/i

/** The words right before the number bind closest; then that the whole is somebody's estimate. */
function qualifierOf(before: string, after: string): FigureQualifier {
  if (AT_MOST.test(before)) return 'as much as'
  if (BELOW.test(before)) return 'fewer than'
  if (AT_LEAST.test(before) || /^\sor (?:more|above)\b/.test(after)) return 'more than'
  if (/\b(?:estimat\w+|believed)\b/i.test(before)) return 'estimated'
  return ABOUT.test(before) ? 'approximately' : 'none'
}

function boundsOf({ low, high }: Quantity, qualifier: FigureQualifier): Pick<ReadFigure, 'low' | 'high'> {
  if (low !== high) return { low, high }
  if (qualifier === 'as much as' || qualifier === 'fewer than') return { low: null, high }
  return qualifier === 'more than' ? { low, high: null } : { low, high }
}

const MONTH = '(?:January|February|March|April|May|June|July|August|September|October|November|December)'
const DAY = String.raw`(?:(?:\d{1,2} )?${MONTH} )?(?<!\()(?:19|20)\d{2}(?!\)|\/|\d)`
const PERIOD = new RegExp(
  String.raw`\b(?:between (${DAY}) and (${DAY})|from (${DAY}) to (${DAY})|(since|until|by|before|after) (${DAY})|(?:(?:in|during|for|of|at|as at|as of|on|throughout|,) )?(${DAY}))`,
  'g',
)
const RATE = /^\s(?:per|a|each|every)\s(year|month|week|day)\b|^\s(annually|yearly|monthly|daily)\b/
const RATES: Record<string, string> = { annually: 'a year', yearly: 'a year', monthly: 'a month', daily: 'a day' }

/** The nearest period on either side, up to the neighbouring figures; a rate right behind the number comes first. */
function periodOf(before: string, after: string): string | null {
  const rate = RATE.exec(after)
  if (rate !== null) return rate[1] === undefined ? (RATES[rate[2] ?? ''] ?? null) : `a ${rate[1]}`
  const last = [...before.matchAll(PERIOD)].findLast(({ index }) => !/\bthan\b[^,;]*$/.test(before.slice(0, index)))
  const next = [...after.matchAll(PERIOD)][0]
  if (last === undefined || next === undefined) return writtenPeriod(last ?? next)
  return before.length - last.index - last[0].length < next.index ? writtenPeriod(last) : writtenPeriod(next)
}

function writtenPeriod(found: RegExpExecArray | undefined): string | null {
  if (found === undefined) return null
  const [, a, b, c, d, word, dated, plain] = found
  if (a !== undefined || c !== undefined) return `${a ?? c} to ${b ?? d}`
  return word === undefined ? (plain ?? null) : `${word} ${dated}`
}

/** What money is of, by the words of its sentence; of several the nearest to the number. */
const MONEY: [RegExp, string][] = [
  [/\b(?:oil|hydrocarbons?|petroleum)\b/gi, 'oil income'],
  [/\bransoms?\b/gi, 'ransom payments'],
  [/\btax(?:es|ation|ed|ing)?\b/gi, 'taxes'],
  [/\bbudget\b/gi, 'budget'],
  [/\bdonations?\b/gi, 'donations'],
  [/\bfine[sd]\b/gi, 'fines'],
  [/\bsalar(?:y|ies)\b/gi, 'salaries'],
  [/\bcash\b/gi, 'cash'],
]
const EARNING = /\b(?:incomes?|revenues?|earn\w*|sales?|profits?|generat\w+|sold)\b/i
const CHANGE =
  /\b(?:increase[sd]?|decrease[sd]?|rise|risen|rose|fall(?:en)?|fell|decline[sd]?|drop(?:ped)?|reduced|reduction|shr[aiu]nk)\b/i

function basisOf({ unit, counted }: Quantity, before: string, after: string): string | null {
  if (counted !== null) return counted
  if (unit === 'per cent') {
    const share = partOf(before, after)
    if (share !== null) return share
    if (!CHANGE.test(before.slice(-60))) return null
  }
  return moneyBasis(before, after)
}

const SHARE_ENDS =
  /\s(?:that|which|who|whom|has|have|had|were|was|is|are|will|would|can|could|to|between|from|through|amid|accessible|(?<!\b(?:the|a|an|of|in)\s)\w{3,}(?:ed|ing))\b.*$/s

/** "25 per cent of archaeological sites", "a 20 per cent rise in the price of grain", "executions (15 per cent)". */
function partOf(before: string, after: string): string | null {
  const aside = /(?<![^;:,.(])([^;:,.(]+)\($/.exec(before)?.[1]
  if (aside !== undefined && after.startsWith(')')) return aside.trim().replace(/^and\s/, '')
  const found = /^\s(?:of|((?:increase|decrease|rise|fall|decline|reduction) in))\s([^,.;()\n]+)/.exec(after)
  if (found === null) return null
  const words = (found[2] ?? '').replace(SHARE_ENDS, '').trim().split(/\s+/).slice(0, 10).join(' ')
  return words === '' ? null : `${found[1] === undefined ? '' : `${found[1]} `}${words}`
}

function moneyBasis(before: string, after: string): string | null {
  const sentence = before + after
  const near = MONEY.flatMap(([form, basis]) => {
    if (basis === 'oil income' && !EARNING.test(sentence)) return []
    const behind = [...before.matchAll(form)].map(({ index, 0: word }) => before.length - index - word.length)
    const ahead = [...after.matchAll(form)].map(({ index }) => index)
    return [...behind, ...ahead].map((distance) => ({ basis, distance }))
  }).sort((a, b) => a.distance - b.distance)
  const named = /\b(?!amount|total|sum|value|figure|increase|excess)(\p{L}{4,}) of\s$/u.exec(before)?.[1]
  if (named !== undefined) return named
  if (near[0] !== undefined) return near[0].basis
  if (/\b(?:revenues?|income)\b(?! (?:stream|from))/i.test(sentence)) return 'all revenue'
  return /\bpa(?:yments?|id)\b/i.test(sentence) ? 'payments' : null
}
