/** The numbers on a map that stand for its regions; the list below says which is which. */
import type { Canvas } from '../drawing.ts'
import type { Shade } from '../shades.ts'
import { element, type Markup } from '../svg.ts'
import { label } from '../text.ts'
import { regionByCountry } from './assign.ts'
import { world } from './world.ts'

export interface Badge {
  region: string
  number: number
  /** Drawn with a broken rim: the level may change when somebody has chosen. */
  isContested: boolean
}

/** Those of the regions that are on the map, in the regions' order. */
export function badgesOf(shades: readonly Shade[]): Badge[] {
  const { shapes } = world()
  const drawn = new Set([...regionByCountry(shades)].flatMap(([iso, shade]) => (shapes.has(iso) ? [shade] : [])))
  return shades
    .filter((shade) => drawn.has(shade))
    .map(({ region, cards }, index) => {
      return { region, number: index + 1, isContested: cards.some(({ contested }) => contested) }
    })
}

/** Dashes and gaps of a contested badge's rim. */
const BROKEN = '3 2.4'

/** Radius; smaller where the map is. */
export const badgeSize = (width: number): number => (width < 480 ? 7.5 : 9)

export function drawBadges(
  badges: readonly Badge[],
  centres: ReadonlyMap<string, [number, number]>,
  canvas: Canvas,
): Markup[] {
  const placed = badges.flatMap((badge) => {
    const centre = centres.get(badge.region)
    return centre === undefined ? [] : [{ ...badge, x: centre[0], y: centre[1] }]
  })
  pushApart(placed, canvas.width, badgeSize(canvas.width))
  return placed.map(({ x, y, ...badge }) => drawBadge(badge, Math.round(x), Math.round(y), canvas))
}

export function drawBadge(badge: Badge, x: number, y: number, { palette, width }: Canvas): Markup {
  const { region, number, isContested } = badge
  const radius = badgeSize(width)
  const rim = { stroke: palette.ink, 'stroke-width': isContested ? 1.8 : 1.2 }
  const broken = { 'stroke-dasharray': isContested ? BROKEN : null }
  return element('g', { 'data-badge': region, 'pointer-events': 'none' }, [
    element('circle', { cx: x, cy: y, r: radius, fill: palette.ground, ...rim, ...broken }),
    label(String(number), x, y + radius * 0.44, { size: radius + 2, fill: palette.ink, weight: 600, anchor: 'middle' }),
  ])
}

const ROUNDS = 40

/** Two that overlap give way to both sides, a few times over; those of one place go left and right. */
function pushApart(placed: { x: number; y: number }[], width: number, radius: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, one] of placed.entries()) {
      for (const other of placed.slice(index + 1)) giveWay(one, other, 2 * radius + 3)
      one.x = Math.min(width - radius - 1, Math.max(radius + 1, one.x))
      one.y = Math.max(radius + 1, one.y)
    }
  }
}

function giveWay(one: { x: number; y: number }, other: { x: number; y: number }, apart: number): void {
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  const distance = Math.hypot(dx, dy)
  if (distance >= apart) return
  const step = (apart - distance) / 2
  const [wayX, wayY] = distance === 0 ? [1, 0] : [dx / distance, dy / distance]
  one.x -= wayX * step
  one.y -= wayY * step
  other.x += wayX * step
  other.y += wayY * step
}
