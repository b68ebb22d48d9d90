/** Numbers with a unit, and ranges of them, as they stand in a text. Numbers without a unit are no figures here. */

export interface Quantity {
  from: number
  /** Behind the unit. */
  to: number
  low: number
  high: number
  unit: string
  /** What is counted, with its adjectives: "foreign terrorist fighters"; null for money and shares. */
  counted: string | null
}

interface Value {
  from: number
  to: number
  value: number
  scale: number
  currency: string | null
}

const SCALES: Record<string, number> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 }
const CURRENCIES: Record<string, string> = {
  $: 'USD',
  US$: 'USD',
  USD: 'USD',
  '€': 'EUR',
  EUR: 'EUR',
  '£': 'GBP',
  GBP: 'GBP',
}
const VALUE =
  /(?<![\w./$€£-]|\d[.,])(?:(US\$|USD|EUR|GBP|[$€£])\s?)?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s(thousand|million|billion|trillion)\b)?(?![\w/]|,\d|\.\d)/g
const UNITS: [RegExp, string][] = [
  [/^\s?(?:%|per cent\b|percent\b)/, 'per cent'],
  [/^\s(?:United States dollars|US dollars|dollars)\b/, 'USD'],
  [/^\seuros?\b/, 'EUR'],
  [/^\s?(?:km2|km²|square kilomet(?:re|er)s)(?!\w)/, 'km2'],
  [/^\s(?:metric )?ton(?:ne)?s\b/, 'tons'],
  [/^\sbarrels\b/, 'barrels'],
]
const COUNTED =
  /^\s((?:[\p{L}][\p{L}’-]*\s){0,3}?)(fighters|combatants|militants|people|persons|individuals|civilians|women|girls|boys|children|men|refugees|migrants|asylum seekers|returnees|relocators|soldiers|officers|officials|worshippers|hostages|prisoners|detainees|victims|recruits|Yazidis|Yezidis|States|countries|groups|attacks|artefacts|passports|profiles|branches|projects|project proposals|conflict zones)\b/u
const NO_ADJECTIVE =
  /\b(?:of|in|on|at|to|from|for|with|by|and|or|the|a|an|is|are|was|were|has|have|had|that|which|who|than|per|as|such)\b/i

export function quantitiesIn(text: string): Quantity[] {
  const values = [...text.matchAll(VALUE)].map(valueOf)
  const quantities: Quantity[] = []
  for (let index = 0; index < values.length; index++) {
    const [value, next] = [values[index], values[index + 1]]
    if (value === undefined) break
    const range = next === undefined ? null : rangeOf(text, value, next)
    const single = range ?? withUnit(text, value, value)
    if (single !== null) quantities.push(single)
    if (range !== null) index++
  }
  return quantities
}

function valueOf({ 0: written, 1: currency, 2: digits = '', 3: scale, index }: RegExpExecArray): Value {
  return {
    from: index,
    to: index + written.length,
    value: Number(digits.replaceAll(',', '')),
    scale: SCALES[scale ?? ''] ?? 1,
    currency: CURRENCIES[currency ?? ''] ?? null,
  }
}

/** "between 15 and 40 per cent", "70 to 80 per cent", "$400–500 million". "15 and 40 people" are two numbers. */
function rangeOf(text: string, first: Value, second: Value): Quantity | null {
  const between = text.slice(first.to, second.from)
  const and = /\bbetween\s$/i.test(text.slice(0, first.from)) && /^\s(?:and|to)\s$/.test(between)
  if (!and && !/^(?:\sto\s|\s?[-–]\s?)$/.test(between)) return null
  if (first.currency !== null && second.currency !== null && first.currency !== second.currency) return null
  const scale = first.scale === 1 && second.value * second.scale > first.value ? second.scale : first.scale
  const shared = first.scale === 1 && second.scale !== 1 && first.value < 1000 ? scale : first.scale
  const end = { ...second, currency: second.currency ?? first.currency }
  const quantity = withUnit(text, { ...first, scale: shared }, end)
  return quantity === null || quantity.low > quantity.high ? null : quantity
}

function withUnit(text: string, first: Value, last: Value): Quantity | null {
  const after = text.slice(last.to, last.to + 120)
  const span = { from: first.from, low: exact(first), high: exact(last) }
  if (last.currency !== null) return { ...span, to: last.to, unit: last.currency, counted: null }
  for (const [form, unit] of UNITS) {
    const found = form.exec(after)
    if (found !== null) return { ...span, to: last.to + found[0].length, unit, counted: null }
  }
  const counted = isYear(text, last) ? null : COUNTED.exec(after)
  if (counted === null || NO_ADJECTIVE.test(counted[1] ?? '')) return null
  const noun = counted[2] ?? ''
  return { ...span, to: last.to + counted[0].length, unit: noun, counted: `${counted[1] ?? ''}${noun}` }
}

/** 0.1 × 3 is not 0.3 in binary; twelve digits are more than any report gives. */
const exact = ({ value, scale }: Value): number => Number((value * scale).toPrecision(12))

const isYear = (text: string, { from, to }: Value): boolean => /^(?:19|20)\d{2}$/.test(text.slice(from, to))
