/** Charts of figures as SVG, for the page and for packs alike. The map has an entry of its own: it brings the world along. */
export * from './comparable.ts'
export { drawSeries, type SeriesOptions } from './draw-series.ts'
export type { Drawing, Table } from './drawing.ts'
export type { Theme } from './palette.ts'
export { seriesOf, type Series, type SeriesPoint, type SeriesYear } from './series.ts'
export { valueWords, type Value } from './value.ts'
export * from './shades.ts'
