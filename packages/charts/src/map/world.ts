/** The world projected once (Natural Earth): every later map takes the finished paths. */
import { readOutlines } from './outlines.ts'
import { naturalEarth, pathOf, type Line, type Point } from './projection.ts'
import { SMALL_STATES } from './small-states.ts'

export interface Shape {
  /** ISO 3166-1 alpha-2. */
  iso: string
  /** A path, in units of the map; empty for a small state. */
  path: string
  /** In square units of the map; a dot is shown where that is too little to be seen. */
  area: number
  /** Of its largest part, as is what follows: islands far away would lead astray. */
  centre: Point
  bounds: { left: number; right: number; top: number; bottom: number }
}

export interface World {
  width: number
  height: number
  /** By ISO 3166-1 alpha-2. */
  shapes: ReadonlyMap<string, Shape>
  /** Most are never asked for: they are projected when they are. */
  borders: { sides: [string, string]; path: () => string }[]
}

let projected: World | undefined

export function world(): World {
  projected ??= project()
  return projected
}

function project(): World {
  const { countries, borders } = readOutlines()
  const { width, height, point, lines } = naturalEarth()
  const drawn = [...countries].map(([iso, outline]) => shapeOf(iso, lines(outline)))
  const dots = [...SMALL_STATES].map(([iso, place]): Shape => {
    const at = point(place)
    return { iso, path: '', area: 0, centre: at, bounds: boundsOf([at]) }
  })
  return {
    width,
    height,
    shapes: new Map([...drawn, ...dots].map((shape) => [shape.iso, shape])),
    borders: borders.map(({ sides, line }) => ({ sides, path: () => lines(line).map(pathOf).join('') })),
  }
}

function shapeOf(iso: string, lines: Line[]): Shape {
  const parts = lines.map(({ points }) => ({ points, ...massOf(points) }))
  const [first, ...others] = parts
  const main = others.reduce(
    (largest, part) => (largest === undefined || part.area > largest.area ? part : largest),
    first,
  )
  const area = parts.reduce((sum, part) => sum + part.area, 0)
  return {
    ...{ iso, path: lines.map(pathOf).join(''), area },
    centre: main?.centre ?? [0, 0],
    bounds: boundsOf(main?.points ?? []),
  }
}

/** Area and centre of mass by the shoelace formula, in one go: this runs over every point of the world. */
function massOf(points: readonly Point[]): { area: number; centre: Point } {
  let [twice, sumX, sumY] = [0, 0, 0]
  let last = points.at(-1) ?? [0, 0]
  for (const point of points) {
    const cross = last[0] * point[1] - point[0] * last[1]
    twice += cross
    sumX += (last[0] + point[0]) * cross
    sumY += (last[1] + point[1]) * cross
    last = point
  }
  return { area: Math.abs(twice) / 2, centre: twice === 0 ? last : [sumX / (3 * twice), sumY / (3 * twice)] }
}

function boundsOf(points: readonly Point[]): Shape['bounds'] {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }
}
