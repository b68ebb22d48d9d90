/** Which figures may share a chart: those of one measure, one unit and one basis. Everything else is refused, with the reason. */
import { citationKey, finished, formatCitations, type Citation, type Figure, type Steps } from '@briefboard/board'
import { seriesOf, seriesSteps, type Series } from './series.ts'

export const SIDES = ['measure', 'unit', 'basis'] as const
export type Side = (typeof SIDES)[number]

export interface Difference {
  side: Side
  /** Each wording with what speaks for it, in the order in which the figures came. */
  values: { words: string; citations: Citation[] }[]
}

export type Joined =
  | { joined: true; series: Series }
  /** `reason` is for people: it names what differs, with the citations. */
  | { joined: false; reason: string; differences: Difference[] }

/** Every figure in exactly one series, ordered by measure, basis and unit. */
export const groupFigures = (figures: readonly Figure[]): Series[] => finished(groupSteps(figures))

/** The same in steps: ten thousand figures take a quarter of a second. */
export function* groupSteps(figures: readonly Figure[]): Steps<Series[]> {
  const groups = new Map<string, Figure[]>()
  for (const figure of figures) {
    yield
    const key = keyOf(figure)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [figure])
    else group.push(figure)
  }
  const series: Series[] = []
  for (const group of groups.values()) series.push(yield* seriesSteps(group))
  return series.toSorted(
    (a, b) => compare(a.measure, b.measure) || compare(a.basis, b.basis) || compare(a.unit, b.unit),
  )
}

/** One series of all the figures, or why there cannot be one. */
export function joinFigures(figures: readonly Figure[]): Joined {
  if (figures.length === 0)
    return { joined: false, reason: 'There is no figure to draw. Choose at least one.', differences: [] }
  const differences = SIDES.map((side) => differenceIn(figures, side)).filter(({ values }) => values.length > 1)
  if (differences.length === 0) return { joined: true, series: seriesOf(figures) }
  return { joined: false, reason: reasonOf(differences), differences }
}

const keyOf = (figure: Figure): string => SIDES.map((side) => plain(figure[side])).join('\n')

/** Case, spaces and the form of quotation marks do not make another basis; any other letter does. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/[“”„]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, ' ').trim().toLowerCase()
}

function differenceIn(figures: readonly Figure[], side: Side): Difference {
  const values = [...Map.groupBy(figures, (figure) => plain(figure[side])).values()]
  return {
    side,
    values: values.map((group) => ({
      words: group[0]?.[side].trim() ?? '',
      citations: [...new Map(group.map(({ citation }) => [citationKey(citation), citation])).values()],
    })),
  }
}

const MANY: Record<Side, string> = { measure: 'measures', unit: 'units', basis: 'bases' }

function reasonOf(differences: readonly Difference[]): string {
  const said = differences.map(({ side, values }) => {
    const named = values.map(({ words, citations }) => `“${words}” (${formatCitations(citations)})`)
    return `They have different ${MANY[side]}: ${named.slice(0, -1).join(', ')} and ${named.at(-1) ?? ''}.`
  })
  return [
    'These figures cannot share a chart.',
    ...said,
    'Draw each in a chart of its own; a table may hold all.',
  ].join(' ')
}

// By code units, not by the language of the machine: the order must be the same everywhere.
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
