/** A figure's value as it is written in a table: "more than 4 million persons". */
import type { Figure } from '@briefboard/board'

const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })

/** Millions and billions in words, all else in digits. */
function numberWords(value: number): string {
  for (const [size, word] of [
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const) {
    if (Math.abs(value) >= size) return `${PLAIN.format(value / size)} ${word}`
  }
  return PLAIN.format(value)
}

export function valueWords({
  low,
  high,
  unit,
  qualifier,
}: Pick<Figure, 'low' | 'high' | 'unit' | 'qualifier'>): string {
  const number = rangeWords(low, high, qualifier)
  const isMoney = /^[A-Z]{3}$/.test(unit)
  return isMoney ? number.replace(/(?=\d)/, `${unit} `) : `${number} ${unit}`
}

function rangeWords(low: number | null, high: number | null, qualifier: Figure['qualifier']): string {
  const said = qualifier === 'none' ? '' : `${qualifier} `
  if (low !== null && high !== null)
    return `${said}${low === high ? numberWords(low) : `${numberWords(low)} to ${numberWords(high)}`}`
  if (low !== null) return `${said || 'more than '}${numberWords(low)}`
  return high === null ? 'not given' : `${said || 'as much as '}${numberWords(high)}`
}
