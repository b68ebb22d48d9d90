/** Which part of the world a map shows: all of it, or on a phone what its regions need. */
import type { Shade } from '../shades.ts'
import { regionByCountry } from './assign.ts'
import { world } from './world.ts'

/** In units of the world. */
export interface Frame {
  x: number
  y: number
  width: number
  height: number
}

/** Around the regions, as a share of their own width. */
const MARGIN = 0.06
/** Flatter or higher than this, height to width, a map wastes the screen. */
const FLATTEST = 0.5
const HIGHEST = 0.8

export function frameOf(shades: readonly Shade[], part: 'world' | 'regions'): Frame {
  const { width, height, shapes } = world()
  const whole = { x: 0, y: 0, width, height }
  if (part === 'world') return whole
  const shown = [...regionByCountry(shades).keys()].flatMap((iso) => shapes.get(iso)?.bounds ?? [])
  if (shown.length === 0) return whole
  const [left, right] = [Math.min(...shown.map(({ left }) => left)), Math.max(...shown.map(({ right }) => right))]
  const [top, bottom] = [Math.min(...shown.map(({ top }) => top)), Math.max(...shown.map(({ bottom }) => bottom))]
  const wide = Math.max((right - left) * (1 + 2 * MARGIN), (bottom - top) / HIGHEST, width / 4)
  const across = Math.min(wide, width)
  const high = Math.min(Math.max(bottom - top + across * 2 * MARGIN, across * FLATTEST), height)
  return {
    x: within((left + right - across) / 2, width - across),
    y: within((top + bottom - high) / 2, height - high),
    width: across,
    height: high,
  }
}

/** Width to height of a bare map, for a page that keeps its place. */
export function mapRatio(shades: readonly Shade[], part: 'world' | 'regions'): number {
  const { width, height } = frameOf(shades, part)
  return width / height
}

const within = (value: number, most: number): number => Math.max(0, Math.min(value, most))
