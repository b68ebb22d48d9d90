/** The values above their columns: in words where there is room, with signs where there is less, turned where there is little. */
import type { Canvas } from './drawing.ts'
import { ARROW, type Column, type Layout } from './series-layout.ts'
import type { Markup } from './svg.ts'
import { label, widthOf, type TextStyle } from './text.ts'
import { scaled, type Scale, type Value } from './value.ts'

/** One way for a whole chart. `none`: axis, table and summary have the values. */
export type LabelMode = 'words' | 'signs' | 'turned' | 'none'

export interface LabelPlan {
  mode: LabelMode
  /** How much a label needs above the highest column, in pixels. */
  room: number
}

const LINE = 15
/** Below this a turned line runs into its neighbour. */
const LEAST_SLOT = 13

type Slot = Pick<Column, 'point' | 'slot'>

export function planLabels(slots: readonly Slot[], scale: Scale, type: Canvas['type']): LabelPlan {
  const small = { size: type.small, weight: 600 } as const
  const inWords = slots.every(
    ({ point: { value }, slot }) =>
      widthOf(numberWords(value, scale), { size: type.text, weight: 600 }) <= slot &&
      widthOf(qualifierWords(value), { size: type.small }) <= slot,
  )
  if (inWords) return { mode: 'words', room: 2 * LINE + 8 }
  const lines = slots.map(({ point, slot }) => linesOfSigns(point.value, scale, slot, type))
  const inSigns = lines.every((own, index) => own.every((line) => widthOf(line, small) <= (slots[index]?.slot ?? 0)))
  if (inSigns) return { mode: 'signs', room: LINE * Math.max(...lines.map(({ length }) => length)) + 8 }
  const widths = slots.map(({ point }) => widthOf(signs(point.value, scale), small))
  const fits = slots.every(({ slot }) => slot >= LEAST_SLOT)
  return fits ? { mode: 'turned', room: Math.ceil(Math.max(...widths)) + 10 } : { mode: 'none', room: 4 }
}

export function drawLabel(column: Column, { labels: { mode }, scale, y }: Layout, { palette, type }: Canvas): Markup[] {
  const { x, mark } = column
  const { value } = column.point
  const hangs = isHanging(mark.numbers)
  const arrow = mark.open === null ? 0 : ARROW
  const edge = hangs ? y(Math.min(...mark.numbers)) + arrow : y(Math.max(0, ...mark.numbers)) - arrow
  const strong: TextStyle = {
    ...{ size: type.text, fill: palette.ink, weight: 600, anchor: 'middle' },
    halo: palette.ground,
  }
  switch (mode) {
    case 'words':
      return labelInWords(value, scale, x, hangs ? edge + 16 : edge - 6, hangs, { strong, quiet: palette.ink2, type })
    case 'signs':
      return linesOfSigns(value, scale, column.slot, type).map((line, index, { length }) =>
        label(line, x, hangs ? edge + 15 + index * LINE : edge - 6 - (length - 1 - index) * LINE, {
          ...strong,
          size: type.small,
        }),
      )
    case 'turned':
      return [turned(signs(value, scale), x, hangs ? edge + 6 : edge - 6, hangs, { ...strong, size: type.small })]
    case 'none':
      return []
    default:
      return mode satisfies never
  }
}

const isHanging = (numbers: readonly number[]): boolean =>
  numbers.length > 0 && Math.max(...numbers) <= 0 && Math.min(...numbers) < 0

function labelInWords(
  value: Value,
  scale: Scale,
  x: number,
  y: number,
  hangs: boolean,
  { strong, quiet, type }: { strong: TextStyle; quiet: string; type: Canvas['type'] },
): Markup[] {
  const qualifier = qualifierWords(value)
  const bottom = hangs && qualifier !== '' ? y + LINE : y
  const style: TextStyle = { ...strong, size: type.small, fill: quiet, weight: 400 }
  return [
    ...(qualifier === '' ? [] : [label(qualifier, x, bottom - LINE, style)]),
    label(numberWords(value, scale), x, bottom, strong),
  ]
}

function turned(said: string, x: number, y: number, hangs: boolean, style: TextStyle): Markup {
  const [left, top] = [Math.round((x + style.size * 0.36) * 10) / 10, Math.round(y)]
  return label(
    said,
    left,
    top,
    { ...style, anchor: hangs ? 'end' : 'start' },
    { transform: `rotate(-90 ${left} ${top})` },
  )
}

function numberWords({ low, high }: Value, scale: Scale): string {
  if (low === null && high === null) return 'no value'
  if (low === null || high === null || low === high) return scaled(low ?? high ?? 0, scale)
  return `${scaled(low, scale)}${low < 0 ? ' to ' : '–'}${scaled(high, scale)}`
}

function qualifierWords({ low, high, qualifier, openAbove }: Value): string {
  if (low === null && high === null) return ''
  if (qualifier === 'approximately') return 'about'
  if (qualifier === 'fewer than' && high !== null) return 'below'
  if (qualifier !== 'none') return openAbove && low !== high && high !== null ? 'or more' : qualifier
  return low === null ? 'at most' : high === null ? 'at least' : ''
}

function signs(value: Value, scale: Scale): string {
  const { low, high, qualifier } = value
  if (low === null && high === null) return '?'
  const about = qualifier === 'estimated' || qualifier === 'approximately' ? '≈' : ''
  const below = qualifier === 'fewer than' ? '<' : '≤'
  const sign = low === null ? below : high === null ? (qualifier === 'more than' ? '>' : '≥') : about
  return `${sign}${numberWords(value, scale)}${value.openAbove && high !== null ? '+' : ''}`
}

/** A range that is too long for one line has its ends on two. */
function linesOfSigns(value: Value, scale: Scale, slot: number, type: Canvas['type']): string[] {
  const whole = signs(value, scale)
  if (widthOf(whole, { size: type.small, weight: 600 }) <= slot) return [whole]
  const cut = whole.indexOf('–') + 1
  return cut === 0 ? [whole] : [whole.slice(0, cut), whole.slice(cut)]
}
