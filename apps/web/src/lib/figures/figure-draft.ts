/** A figure while somebody writes it: texts as typed, and what is still missing or wrong, field by field. */
import { FIGURE_QUALIFIERS, type Citation, type Figure } from '@briefboard/board'
import type { FoundFigure } from '@briefboard/protocol'

export interface FigureDraft {
  measure: string
  low: string
  high: string
  unit: string
  period: string
  basis: string
  qualifier: Figure['qualifier']
  card: string
  citation: Citation | null
}

export type DraftErrors = Partial<Record<keyof FigureDraft, string>>

export type Drafted = { figure: Omit<Figure, 'id'>; errors: null } | { figure: null; errors: DraftErrors }

export const emptyDraft = (card = ''): FigureDraft => ({
  ...{ measure: '', low: '', high: '', unit: '', period: '', basis: '', qualifier: 'none', card, citation: null },
})

export const draftOf = ({ low, high, ...figure }: Figure): FigureDraft => ({
  ...figure,
  ...{ low: numberText(low), high: numberText(high) },
})

/** What the sentence does not say stays empty, to be filled in by whoever has read it. */
export function draftOfFound(found: FoundFigure): FigureDraft {
  const { symbol, paragraph, low, high, unit, period, basis } = found
  return {
    ...emptyDraft(),
    ...{ unit, period: period ?? '', basis: basis ?? '', low: numberText(low), high: numberText(high) },
    qualifier: qualifierOf(found),
    citation: paragraph === null ? null : { symbol, paragraph },
  }
}

export const qualifierOf = ({ qualifier }: Pick<FoundFigure, 'qualifier'>): Figure['qualifier'] =>
  FIGURE_QUALIFIERS.find((one) => one === qualifier) ?? 'none'

export function drafted(draft: FigureDraft): Drafted {
  const errors: DraftErrors = {}
  const needed = (field: 'measure' | 'unit' | 'period' | 'basis', words: string): string => {
    const value = draft[field].trim().replace(/\s+/g, ' ')
    if (value === '') errors[field] = words
    return value
  }
  const measure = needed('measure', 'Say what is measured.')
  const unit = needed('unit', 'Give the unit: USD, per cent, or what is counted.')
  const period = needed('period', 'Say when, or for how long: 2016, or 2015 to 2017.')
  const basis = needed('basis', 'Say what the number is of: figures of one basis share a chart.')
  const [low, high] = endsOf(draft, errors)
  if (draft.card === '') errors.card = 'Choose the card that it stands on.'
  if (draft.citation === null) errors.citation = 'Choose the paragraph that gives the figure.'
  const { card, qualifier, citation } = draft
  if (citation === null || Object.keys(errors).length > 0) return { figure: null, errors }
  return { figure: { measure, low, high, unit, period, basis, qualifier, card, citation }, errors: null }
}

/** The lower number alone is a single value, unless the qualifier makes it a limit; the upper one alone is a limit. */
function endsOf({ low, high, qualifier }: FigureDraft, errors: DraftErrors): [number | null, number | null] {
  const least = endOf('low', low, errors)
  const most = endOf('high', high, errors)
  if (errors.low !== undefined || errors.high !== undefined) return [null, null]
  if (least === null && most === null) errors.low = 'Give at least one number.'
  if (least !== null && most !== null && least > most) errors.high = 'The highest is below the lowest.'
  if (least === null || most !== null) return [least, most]
  if (qualifier === 'more than') return [least, null]
  return qualifier === 'as much as' || qualifier === 'fewer than' ? [null, least] : [least, least]
}

function endOf(field: 'low' | 'high', text: string, errors: DraftErrors): number | null {
  const value = text.trim() === '' ? null : readNumber(text)
  if (value === undefined) errors[field] = `“${text.trim()}” is no number. Write 400 million, 400,000,000 or 22.8.`
  return value ?? null
}

const SIZES: Record<string, number> = { '': 1, thousand: 1e3, million: 1e6, billion: 1e9 }
const NUMBER = /^([-−]?)(\d{1,3}(?:[ ,\u00a0]\d{3})+|\d+)(\.\d+)?\s*(thousand|million|billion|)$/i

/** undefined: no number. */
export function readNumber(text: string): number | undefined {
  const [, sign, whole, fraction = '', size = ''] = NUMBER.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const value = Number(`${whole.replace(/\D/g, '')}${fraction}`) * (SIZES[size.toLowerCase()] ?? 1)
  // 13.7 × a million is 13700000.000000002 to a machine.
  return (sign === '' ? 1 : -1) * Number(value.toPrecision(15))
}

const numberText = (value: number | null): string =>
  value === null ? '' : value.toLocaleString('en', { maximumFractionDigits: 20 })
