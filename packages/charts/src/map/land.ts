/** The land of a map: every country a path, those of a region together, so that a page can take a click on either. */
import { countryName } from '@briefboard/board/countries'
import type { Canvas } from '../drawing.ts'
import type { Shade } from '../shades.ts'
import { element, nameOf, number, words, type Attributes, type Markup } from '../svg.ts'
import { regionByCountry } from './assign.ts'
import { colourOf, patternOf } from './fills.ts'
import type { Frame } from './frame.ts'
import { levelWord, shadeWords } from './map-words.ts'
import { world, type Shape } from './world.ts'

export interface Land {
  markup: Markup[]
  /** Where each region's number stands, in pixels; null for a region that has no country on the map. */
  centres: Map<string, [number, number]>
}

/** Less than this many square pixels nobody sees: the country gets a dot as well. */
const TOO_SMALL = 12
const DOT = 2.6

export interface LandOptions {
  /** Each region is a button. */
  interactive: boolean
  /** Each country has its name as a title. */
  named: boolean
}

/** What lies in the frame, from the upper left corner. */
export function drawLand(shades: readonly Shade[], frame: Frame, canvas: Canvas, options: LandOptions): Land {
  const zoom = canvas.width / frame.width
  const regions = regionByCountry(shades)
  const shapes = [...world().shapes.values()]
  const elsewhere = shapes.filter(({ iso, path }) => !regions.has(iso) && path !== '')
  const centres = new Map<string, [number, number]>()
  const groups = shades.flatMap((shade) => {
    const own = shapes.filter(({ iso }) => regions.get(iso) === shade)
    if (own.length === 0) return []
    centres.set(shade.region, centreOf(own, frame, zoom))
    return [drawRegion(shade, own, canvas, zoom, options)]
  })
  const rest = element(
    'g',
    { fill: canvas.palette.line, 'data-region': '' },
    elsewhere.map((shape) => drawCountry(shape, null, options)),
  )
  const edge = { stroke: canvas.palette.ground, 'stroke-width': 0.5 / zoom, 'stroke-linejoin': 'round' }
  const markup = [rest, ...groups, drawFrontiers(regions, canvas, zoom)]
  const clip = { id: `${canvas.id}-frame` }
  const box = { x: 0, y: 0, width: canvas.width, height: frame.height * zoom }
  const moved = `scale(${zoom.toFixed(5)}) translate(${number(-frame.x)},${number(-frame.y)})`
  return {
    markup: [
      element('clipPath', clip, [element('rect', box)]),
      element('g', { 'clip-path': `url(#${clip.id})` }, [element('g', { transform: moved, ...edge }, markup)]),
    ],
    centres,
  }
}

/** Where two regions meet: regions of one level would run together otherwise. */
function drawFrontiers(regions: ReadonlyMap<string, Shade>, { palette }: Canvas, zoom: number): Markup {
  const between = world().borders.filter(({ sides }) => {
    const [one, other] = sides.map((iso) => regions.get(iso))
    return one !== undefined && other !== undefined && one !== other
  })
  const look = { fill: 'none', stroke: palette.ink, 'stroke-width': 1.1 / zoom, 'pointer-events': 'none' }
  return element('path', { d: between.map(({ path }) => path()).join(''), ...look, 'data-frontiers': '' })
}

/** The countries in the level's colour, and its pattern over them, which lets every click through. */
function drawRegion(shade: Shade, own: Shape[], canvas: Canvas, zoom: number, options: LandOptions): Markup {
  const { id, palette } = canvas
  const level = shade.level ?? 'unjudged'
  const button: Attributes = options.interactive ? { role: 'button', tabindex: 0, 'aria-label': shadeWords(shade) } : {}
  const countries = own.filter(({ path }) => path !== '').map((shape) => drawCountry(shape, shade, options))
  const dots = own.filter(({ area }) => area * zoom * zoom < TOO_SMALL)
  const name = nameOf([id, shade.region])
  const over = { href: `#${name}`, fill: patternOf(id, level), stroke: 'none', 'pointer-events': 'none' }
  return element('g', { 'data-region': shade.region, 'data-level': level, fill: colourOf(level, palette), ...button }, [
    ...(countries.length === 0 ? [] : [element('g', { id: name }, countries)]),
    ...(countries.length === 0 || level === 'low' ? [] : [element('use', { ...over, 'aria-hidden': 'true' })]),
    ...dots.map((shape) => drawDot(shape, shade, canvas, zoom, options)),
  ])
}

function drawCountry({ iso, path }: Shape, shade: Shade | null, options: LandOptions): Markup {
  return element('path', { d: path, ...namesOf(iso, shade) }, titleOf(iso, shade, options))
}

function drawDot(
  { iso, centre: [cx, cy] }: Shape,
  shade: Shade,
  { palette }: Canvas,
  zoom: number,
  options: LandOptions,
): Markup {
  const look = { fill: colourOf(shade.level ?? 'unjudged', palette), stroke: palette.ink, 'stroke-width': 0.8 / zoom }
  return element(
    'circle',
    { cx, cy, r: DOT / zoom, ...look, ...namesOf(iso, shade), 'data-dot': iso },
    titleOf(iso, shade, options),
  )
}

const namesOf = (iso: string, shade: Shade | null): Attributes => ({
  'data-iso': iso,
  'data-region': shade?.region ?? '',
})

function titleOf(iso: string, shade: Shade | null, { named }: LandOptions): Markup[] {
  if (!named) return []
  const said = shade === null ? '' : ` (${shade.name}: ${levelWord(shade.level)})`
  return [element('title', {}, [words(`${countryName(iso)}${said}`)])]
}

/** Farther than this share of the world from all its countries, a number would stand in somebody else's. */
const ASTRAY = 0.06

/** The mean of the countries' own centres: that of the area would put Europe into Siberia. */
function centreOf(own: readonly Shape[], { x, y }: Frame, zoom: number): [number, number] {
  const mean = (axis: 0 | 1): number => own.reduce((sum, { centre }) => sum + centre[axis], 0) / own.length
  const [middleX, middleY] = ownPlace(own, mean(0), mean(1))
  return [(middleX - x) * zoom, (middleY - y) * zoom]
}

/** A region on both edges of the world has its middle on the other side of it: its largest country is taken then. */
function ownPlace(own: readonly Shape[], x: number, y: number): [number, number] {
  const nearest = Math.min(...own.map(({ centre }) => Math.hypot(centre[0] - x, centre[1] - y)))
  if (nearest <= world().width * ASTRAY) return [x, y]
  const [largest] = own.toSorted((a, b) => b.area - a.area)
  return largest?.centre ?? [x, y]
}
