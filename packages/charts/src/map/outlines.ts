/** The countries of the world at 1:110 million as outlines by their codes, and the borders between them. */
import { countryByNumber } from '@briefboard/board/countries'
import { geoCentroid } from 'd3-geo'
import { feature, merge } from 'topojson-client'
import type { GeometryCollection, Polygon, Topology } from 'topojson-specification'
import atlas from 'world-atlas/countries-110m.json' with { type: 'json' }

export interface Border {
  /** Both sides, ISO 3166-1 alpha-2. */
  sides: [string, string]
  line: GeoJSON.LineString
}

export interface Outlines {
  /** By ISO 3166-1 alpha-2. */
  countries: Map<string, GeoJSON.MultiPolygon>
  borders: Border[]
}

type Countries = Topology<{ countries: GeometryCollection<{ name: string }> }>
type Area = GeometryCollection<{ name: string }>['geometries'][number]

export function readOutlines(): Outlines {
  // The package's file is what its name says; TypeScript infers arrays of any length where TopoJSON has pairs.
  const topology = atlas as unknown as Countries
  const parts = topology.objects.countries.geometries.flatMap((country) => partsOf(country, topology))
  const byCode = Map.groupBy(parts, ({ iso }) => iso)
  byCode.delete('')
  return {
    countries: new Map([...byCode].map(([iso, own]) => [iso, outlineOf(topology, own)])),
    borders: bordersOf(topology, parts),
  }
}

interface Part {
  iso: string
  polygons: Polygon[]
}

/** One outline without the lines between its parts. */
function outlineOf(topology: Countries, parts: Part[]): GeoJSON.MultiPolygon {
  const polygons = parts.flatMap((part) => part.polygons)
  // Putting together is ten times the work of reading, and only a few countries need it.
  if (parts.length > 1) return merge(topology, polygons)
  return feature(topology, { type: 'MultiPolygon', arcs: polygons.map(({ arcs }) => arcs) }).geometry
}

function partsOf(country: Area, topology: Countries): Part[] {
  const numeric = String(country.id ?? '').padStart(3, '0')
  const iso = countryByNumber(numeric)?.iso ?? WITHOUT_CODE[nameIn(country)] ?? ''
  const polygons = polygonsOf(country)
  const moves = MOVED.filter(({ from }) => from === iso)
  const moved = moves.map(({ to, ...box }): Part => ({
    iso: to,
    polygons: polygons.filter((polygon) => isIn(geoCentroid(feature(topology, polygon)), box)),
  }))
  const gone = new Set(moved.flatMap((part) => part.polygons))
  return [{ iso, polygons: polygons.filter((polygon) => !gone.has(polygon)) }, ...moved]
}

function isIn([longitude, latitude]: [number, number], box: Omit<(typeof MOVED)[number], 'to'>): boolean {
  return longitude > box.west && longitude < box.east && latitude > box.south && latitude < box.north
}

function polygonsOf(country: Area): Polygon[] {
  switch (country.type) {
    case 'Polygon':
      return [country]
    case 'MultiPolygon':
      return country.arcs.map((arcs): Polygon => ({ type: 'Polygon', arcs }))
    default:
      return []
  }
}

/** An arc that two countries share is their border; the file has each arc once, and counts it backwards as ~index. */
function bordersOf(topology: Countries, parts: Part[]): Border[] {
  const owners = new Map<number, Set<string>>()
  for (const { iso, polygons } of parts.filter(({ iso }) => iso !== '')) {
    for (const arc of polygons.flatMap(({ arcs }) => arcs.flat())) {
      const index = arc < 0 ? ~arc : arc
      owners.set(index, (owners.get(index) ?? new Set()).add(iso))
    }
  }
  return [...owners].flatMap(([index, isos]) => {
    const [one, other] = [...isos]
    if (one === undefined || other === undefined) return []
    return [{ sides: [one, other], line: feature(topology, { type: 'LineString', arcs: [index] }).geometry }]
  })
}

/** What the file draws without a code; Antarctica, too, has none here: nobody briefs on it, and it takes a sixth of the height. ISO 3166 has none for the first two, and the boards write the third as XK. */
const WITHOUT_CODE: Record<string, string> = { 'N. Cyprus': 'CY', Somaliland: 'SO', Kosovo: 'XK' }

/** Parts with another code than the file's: French Guiana by ISO 3166, Crimea by General Assembly resolution 68/262. */
const MOVED = [
  { from: 'FR', to: 'GF', west: -56, east: -50, south: 1, north: 7 },
  { from: 'RU', to: 'UA', west: 32, east: 37, south: 44, north: 46.5 },
]

const nameIn = ({ properties }: Area): string =>
  properties !== undefined && 'name' in properties ? properties.name : ''
