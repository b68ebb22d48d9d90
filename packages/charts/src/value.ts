/** A figure's value: what is certain of it, what is possible, and how it is said. */
import type { Figure } from '@briefboard/board'

export interface Value {
  /** null: the lower end is not stated. */
  low: number | null
  /** null: the upper end is not stated. */
  high: number | null
  /** "More than": the value lies above the highest number given. */
  openAbove: boolean
  qualifier: Figure['qualifier']
}

/** A single number said to be "more than", "as much as" or "fewer than" is a limit, however its ends were typed. */
export function valueOf({ low, high, qualifier }: Pick<Figure, 'low' | 'high' | 'qualifier'>): Value {
  const [a, b] = [finite(low), finite(high)]
  if (a === null || b === null) return { low: a, high: b, openAbove: a !== null, qualifier }
  const [lower, upper] = [Math.min(a, b), Math.max(a, b)]
  const single = lower === upper
  if (single && (qualifier === 'as much as' || qualifier === 'fewer than'))
    return { low: null, high: upper, openAbove: false, qualifier }
  if (single && qualifier === 'more than') return { low: lower, high: null, openAbove: true, qualifier }
  return { low: lower, high: upper, openAbove: qualifier === 'more than', qualifier }
}

export const isStated = ({ low, high }: Value): boolean => low !== null || high !== null

/** "USD 400 million to 500 million, estimated"; "more than 300 persons"; "fewer than 60 States"; "22.8 per cent". */
export function valueWords(value: Value, unit: string): string {
  const { low, high } = value
  if (low === null && high === null) return 'no value stated'
  const isCurrency = CURRENCY.test(unit)
  const numbers = (low === null || high === null || low === high ? [low ?? high ?? 0] : [low, high]).map(amount)
  const of = numbers.length === 1 && (low ?? high) === 1 ? singular(unit) : unit
  const said = isCurrency ? `${unit} ${numbers.join(' to ')}` : `${numbers.join(' to ')} ${of}`.trim()
  return qualified(said, value, unit)
}

const CURRENCY = /^[A-Z]{3}$/

/** The number itself is not reached: of what is counted "fewer than", of money and shares "less than". */
export const belowWords = (unit: string): string =>
  CURRENCY.test(unit) || unit === 'per cent' ? 'less than' : 'fewer than'

/** "1 attack", "1 country": units are kept in the plural. */
const singular = (unit: string): string => unit.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')

function qualified(said: string, { low, high, qualifier, openAbove }: Value, unit: string): string {
  if (qualifier === 'fewer than' && high !== null) return `${belowWords(unit)} ${said}`
  if (low === null) return `${qualifier === 'as much as' ? 'as much as' : 'at most'} ${said}${aside(qualifier)}`
  if (high === null) return `${qualifier === 'more than' ? 'more than' : 'at least'} ${said}${aside(qualifier)}`
  if (openAbove) return `${said}, or more`
  switch (qualifier) {
    case 'none':
    case 'fewer than':
    case 'more than':
      return said
    case 'as much as':
      return `${said} at most`
    case 'estimated':
      return `${said}, estimated`
    case 'approximately':
      return `about ${said}`
    default:
      return qualifier satisfies never
  }
}

const aside = (qualifier: Value['qualifier']): string =>
  qualifier === 'estimated' ? ', estimated' : qualifier === 'approximately' ? ', approximately' : ''

/** Exact, and as short as that allows: "400 million", "13.5 million", "850,000", "22.8". */
export function amount(value: number): string {
  for (const [size, name] of [
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const) {
    const scaled = value / size
    if (Math.abs(value) >= size && Math.abs(value) < 1e15 && Number(scaled.toFixed(3)) === scaled)
      return `${grouped(scaled)} ${name}`
  }
  return grouped(value)
}

/** All digits, thousands apart: "14,338", "0.5", "−7". */
export function grouped(value: number): string {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.')
  const sign = value < 0 ? '−' : ''
  const apart = whole.includes('e') ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${sign}${apart}${fraction === undefined ? '' : `.${fraction}`}`
}

export interface Scale {
  factor: number
  /** "million", or empty. */
  name: string
}

/** One factor for a whole axis. Billions only where the smallest value still has a digit before its point's tenth. */
export function scaleFor(values: readonly number[]): Scale {
  const sizes = values.map(Math.abs).filter((size) => size > 0)
  const largest = Math.max(0, ...sizes)
  const smallest = Math.min(largest, ...sizes)
  if (largest >= 1e9 && smallest >= 1e8) return { factor: 1e9, name: 'billion' }
  if (largest >= 1e6) return { factor: 1e6, name: 'million' }
  return { factor: 1, name: '' }
}

/** In the axis' scale, at most four significant digits behind what is whole. */
export function scaled(value: number, { factor }: Scale): string {
  const small = value / factor
  return grouped(Math.abs(small) >= 1000 ? Math.round(small) : Number(small.toPrecision(4)))
}

const finite = (value: number | null): number | null => (value !== null && Number.isFinite(value) ? value : null)
