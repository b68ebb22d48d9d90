/** How a region is shaded: the highest threat level among its cards, as it was judged by the end of a year. */
import {
  judgementChain,
  standingOf,
  THREAT_LEVELS,
  type Board,
  type Card,
  type Judgement,
  type Region,
  type ThreatLevel,
  type Trend,
} from '@briefboard/board'

export interface ShadedCard {
  card: string
  title: string
  level: ThreatLevel
  trend: Trend
  /** ISO date of the judgement. */
  asOf: string
  /** Two judgements stand against each other and nobody has chosen yet. */
  contested: boolean
}

export interface Shade {
  region: string
  name: string
  /** ISO 3166-1 alpha-2; where there are none, those of the M49 codes are meant. */
  countries: string[]
  m49: string[]
  /** null: no card of the region had a judgement by then. */
  level: ThreatLevel | null
  /** Of the card that decides the level; null as the level. */
  trend: Trend | null
  asOf: string | null
  /** Those that had a judgement: the highest level first, then the newest. The first one decides. */
  cards: ShadedCard[]
}

export type ShadedRegion = Pick<Region, 'id' | 'name' | 'countries' | 'm49'>

/** A card by the chain of its judgements, oldest first: what a pack's projection has instead of the judgements. */
export interface ChainedCard {
  id: string
  title: string
  region: string
  history: readonly Pick<Judgement, 'threatLevel' | 'trend' | 'asOf' | 'at'>[]
  contested: boolean
}

/** One shade a region, in the regions' order. Archived cards do not count. */
export function shadesAt(board: Pick<Board, 'regions' | 'cards'>, year: number): Shade[] {
  return shadesFrom(board.regions, board.cards.filter(isShown).map(chained), year)
}

export function shadesFrom(regions: readonly ShadedRegion[], cards: readonly ChainedCard[], year: number): Shade[] {
  return regions.map(({ id, name, countries, m49 }) => {
    const judged = cards
      .filter((card) => card.region === id)
      .flatMap((card) => shadedCard(card, year))
      .toSorted(gravestFirst)
    const { level = null, trend = null, asOf = null } = judged[0] ?? {}
    return { region: id, name, countries, m49, level, trend, asOf, cards: judged }
  })
}

/** From the first year with a judgement to the last, for a slider; empty if there is none. */
export function judgedYears(board: Pick<Board, 'cards'>): number[] {
  const years = board.cards
    .filter(isShown)
    .flatMap(judgementChain)
    .map((judgement) => Number(dateOf(judgement).slice(0, 4)))
    .filter((year) => year > 0)
  if (years.length === 0) return []
  const first = Math.min(...years)
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, index) => first + index)
}

const isShown = ({ status }: Pick<Card, 'status'>): boolean => status !== 'archived'

function chained(card: Card): ChainedCard {
  const contested = standingOf(card.judgements).state === 'conflict'
  return { id: card.id, title: card.title, region: card.region, history: judgementChain(card), contested }
}

/** The date that a judgement looks from; where it names none, the day on which it was made. */
const dateOf = ({ asOf, at }: Pick<Judgement, 'asOf' | 'at'>): string => (asOf ?? at).slice(0, 10)

function shadedCard({ id, title, history, contested }: ChainedCard, year: number): ShadedCard[] {
  const end = `${String(year).padStart(4, '0')}-12-31`
  const standing = history.findLast((judgement) => dateOf(judgement) <= end)
  if (standing === undefined) return []
  const isNewest = standing === history.at(-1)
  const { threatLevel: level, trend } = standing
  return [{ card: id, title, level, trend, asOf: dateOf(standing), contested: contested && isNewest }]
}

function gravestFirst(a: ShadedCard, b: ShadedCard): number {
  const byLevel = THREAT_LEVELS.indexOf(b.level) - THREAT_LEVELS.indexOf(a.level)
  return byLevel || compare(b.asOf, a.asOf) || compare(a.card, b.card)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
