/** Numbers as the tables show them. */

export const whole = (value: number): string => Math.round(value).toLocaleString('en')

/** Three significant digits. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  return value >= 100 ? whole(value) : value >= 10 ? value.toFixed(1) : value.toFixed(2)
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`

/** "2.1 ×" */
export function ratio(value: number | undefined, base: number | undefined): string {
  const quotient = value === undefined || base === undefined ? NaN : value / base
  return Number.isFinite(quotient) ? `${short(quotient)} ×` : '–'
}
