/** The map and the charts as files of their own, for whoever wants them in a page, a slide or a wiki. */
import { TLP } from '@briefboard/board'
import { drawSeries, svgFile, type Drawing } from '@briefboard/charts'
import { drawMap } from '@briefboard/charts/map'
import type { RenderedFile } from './build.ts'
import { drawingsOf, type PackChart, type PackMap } from './drawings.ts'
import type { Projection } from './projection.ts'
import { svgStrings } from './svg-strings.ts'
import { LABELS } from './words.ts'

/** Wide enough for the map's names, and for type that can be read where a page is this wide. */
export const FILE_WIDTH = 760

export const MAP_FILE = 'map.svg'
export const chartFile = ({ number }: Pick<PackChart, 'number'>): string => `chart-${number}.svg`

export function drawingFiles(projection: Projection): RenderedFile[] {
  const { map, charts } = drawingsOf(projection)
  const badge = { words: TLP[projection.marking].label, color: TLP[projection.marking].color }
  const file = (name: string, title: string, drawing: Drawing): RenderedFile => {
    const svg = svgFile(drawing, { title, badge })
    return { name, bytes: new TextEncoder().encode(svg), texts: svgStrings(svg), unprintable: [] }
  }
  return [
    ...(map === null ? [] : [file(MAP_FILE, LABELS.mapTitle, drawnMap(map, FILE_WIDTH))]),
    ...charts.map((chart) => file(chartFile(chart), chart.series.measure, drawnChart(chart, FILE_WIDTH))),
  ]
}

export function drawnChart({ number, series }: PackChart, width: number, bare?: { plotHeight: number }): Drawing {
  const own = bare === undefined ? {} : { title: null, plotHeight: bare.plotHeight }
  return drawSeries(series, { width, theme: 'print', id: `chart-${number}`, ...own })
}

/** Without the names of all countries: a card above the ceiling may be called as one of them, which the search for leaks would find. */
export function drawnMap({ regions, year }: PackMap, width: number, title: string | null = LABELS.mapTitle): Drawing {
  const shades = regions.map(({ shade }) => shade)
  return drawMap({ shades, year, width, theme: 'print', frame: 'regions', title, id: 'map', named: false })
}
