/** From longitude and latitude to a map's units: Natural Earth, without Antarctica. */
import { geoNaturalEarth1, geoPath } from 'd3-geo'

export type Point = [x: number, y: number]

export interface Line {
  points: Point[]
  isClosed: boolean
}

export interface Projection {
  width: number
  height: number
  point: (place: GeoJSON.Position) => Point
  /** Projected, in whole units, cut where the world is cut. */
  lines: (outline: GeoJSON.MultiPolygon | GeoJSON.LineString) => Line[]
}

/** Paths have whole units, which makes them short: on a wall of 4,000 pixels a unit is one of them. */
const WIDTH = 4000
/** The most northern and southern land that is drawn, in degrees. */
const NORTH = 84
const SOUTH = -56.5

export function naturalEarth(): Projection {
  // Borders at this scale are short lines already: no points need to be put between theirs.
  const projection = geoNaturalEarth1().precision(0).scale(1).translate([0, 0])
  const point = ([longitude = 0, latitude = 0]: GeoJSON.Position): Point => projection([longitude, latitude]) ?? [0, 0]
  projection.scale(WIDTH / (2 * point([180, 0])[0]))
  projection.translate([WIDTH / 2, -point([0, NORTH])[1]])
  return {
    width: WIDTH,
    height: Math.ceil(point([0, SOUTH])[1]),
    point,
    lines: (outline) => {
      const isClosed = outline.type === 'MultiPolygon'
      const rings = isClosed ? outline.coordinates.flat() : [outline.coordinates]
      if (rings.some(isCut)) return cutLines(outline, projection)
      return rings.map((ring) => ({ points: ring.map(point).map(rounded), isClosed }))
    },
  }
}

/** Only what crosses the line of 180 degrees has to be cut; doing that for all takes three times as long. */
function isCut(ring: GeoJSON.Position[]): boolean {
  return ring.some(([longitude = 0], index) => Math.abs(longitude - (ring[index - 1]?.[0] ?? longitude)) > 180)
}

function cutLines(outline: GeoJSON.Geometry, projection: ReturnType<typeof geoNaturalEarth1>): Line[] {
  const lines: Line[] = []
  const nothing = (): void => undefined
  const add = (x: number, y: number): void => void lines.at(-1)?.points.push(rounded([x, y]))
  geoPath(projection, {
    moveTo: (x, y) => {
      lines.push({ points: [], isClosed: false })
      add(x, y)
    },
    lineTo: add,
    closePath: () => {
      const line = lines.at(-1)
      if (line !== undefined) line.isClosed = true
    },
    beginPath: nothing,
    arc: nothing,
  })(outline)
  return lines
}

const rounded = ([x, y]: Point): Point => [Math.round(x), Math.round(y)]

/** Steps from point to point: half as long as the points themselves. */
export function pathOf({ points, isClosed }: Line): string {
  const [start = [0, 0]] = points
  let last = start
  let steps = ''
  for (const point of points) {
    const [dx, dy] = [point[0] - last[0], point[1] - last[1]]
    last = point
    if (dx !== 0 || dy !== 0) steps += `${dx < 0 || steps === '' ? '' : ' '}${dx}${dy < 0 ? '' : ' '}${dy}`
  }
  return `M${start[0]} ${start[1]}l${steps || '0 0'}${isClosed ? 'z' : ''}`
}
