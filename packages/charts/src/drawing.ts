/** What every drawing gives: the picture, the same in words, and the same as a table. */
import type { Palette } from './palette.ts'
import type { Markup } from './svg.ts'

export interface Table {
  caption: string
  head: string[]
  rows: string[][]
}

export interface Drawing {
  svg: string
  /** In pixels (units of the viewBox). */
  width: number
  height: number
  /** The text alternative: all that the picture shows, in sentences. */
  summary: string
  table: Table
}

/** A piece of a drawing that stands below what came before it. */
export interface Piece {
  markup: Markup[]
  /** Where the next piece may begin. */
  bottom: number
}

/** What all parts of one drawing share. */
export interface Canvas {
  /** Begins every id in the drawing. */
  id: string
  width: number
  palette: Palette
  /** Sizes of type in pixels; smaller on a phone. */
  type: { title: number; text: number; small: number }
}

/** Below this a drawing is taken to be on a phone. */
export const NARROW = 480

/** Widths outside of what can be read are taken as the nearest that can. */
export const usableWidth = (width: number): number =>
  Number.isFinite(width) ? Math.round(Math.min(4000, Math.max(240, width))) : 640

export function canvasOf(id: string, width: number, palette: Palette): Canvas {
  const type = width < NARROW ? { title: 15, text: 12, small: 11 } : { title: 16, text: 13, small: 12 }
  return { id, width, palette, type }
}
