/** How a level looks: a colour and a pattern that grows denser, so that it is told apart in grey and by those who see no colours. */
import { THREAT_LEVELS, type ThreatLevel } from '@briefboard/board'
import type { Canvas } from '../drawing.ts'
import type { Palette } from '../palette.ts'
import { element, type Attributes, type Markup } from '../svg.ts'

/** `unjudged`: a region of the board without a judgement. */
export type Fill = ThreatLevel | 'unjudged'

export const FILLS: readonly Fill[] = [...THREAT_LEVELS, 'unjudged']

const TILE = 6

/** One pattern a level: marks alone, to be laid over the colour, since the seams between tiles of colour show in a PDF. */
export function patternDefinitions({ id, palette }: Canvas, zoom: number): Markup[] {
  const scale = `scale(${(1 / zoom).toFixed(5)})`
  const tile = { width: TILE, height: TILE, patternUnits: 'userSpaceOnUse', patternTransform: scale }
  return FILLS.filter((fill) => fill !== 'low').map((fill) =>
    element('pattern', { id: `${id}-${fill}`, ...tile }, marks(fill, palette)),
  )
}

/** The lowest level is the colour alone. */
export const patternOf = (id: string, fill: Fill): string => (fill === 'low' ? 'none' : `url(#${id}-${fill})`)

export const colourOf = (fill: Fill, palette: Palette): string =>
  fill === 'unjudged' ? palette.gap : palette.level[fill]

const DIAGONAL = 'M-1,1L1,-1M0,6L6,0M5,7L7,5'
const COUNTER = 'M-1,5L1,7M0,0L6,6M5,-1L7,1'

function marks(fill: Fill, palette: Palette): Markup[] {
  const stroke = (d: string, width: number, more: Attributes = {}): Markup =>
    element('path', { d, fill: 'none', stroke: '#ffffff', 'stroke-width': width, 'stroke-opacity': 0.8, ...more })
  switch (fill) {
    case 'low':
      return []
    case 'moderate':
      return [element('circle', { cx: 3, cy: 3, r: 0.9, fill: '#ffffff', 'fill-opacity': 0.85 })]
    case 'substantial':
      return [stroke(DIAGONAL, 0.9)]
    case 'severe':
      return [stroke(DIAGONAL + COUNTER, 0.8)]
    case 'critical':
      return [stroke('M0,1.5L6,1.5M0,4.5L6,4.5', 1.3, { stroke: '#000000', 'stroke-opacity': 0.55 })]
    case 'unjudged':
      return [stroke(DIAGONAL, 0.8, { stroke: palette.ink3, 'stroke-opacity': 0.7 })]
    default:
      return fill satisfies never
  }
}
