/** What the board's figures have already: offered while one writes another, so that what belongs together is spelled alike. */
import type { Figure } from '@briefboard/board'
import { joinFigures } from '@briefboard/charts'

type Spelled = 'measure' | 'basis' | 'unit' | 'period'

/** A list that is offered while one types; who looks for more types on. */
const MOST_OFFERED = 100

/** Bases, units and periods of figures with the measure that is being typed come first. */
export function suggestionsOf(figures: readonly Figure[], measure: string): Record<Spelled, string[]> {
  const typed = measure.trim().toLowerCase()
  const [same, others] = [true, false].map((isSame) =>
    figures.filter((figure) => (figure.measure.toLowerCase() === typed) === isSame),
  )
  const near = [...(same ?? []), ...(others ?? [])]
  const spelled = (field: Spelled): string[] => [...new Set(near.map((figure) => figure[field]))].slice(0, MOST_OFFERED)
  return {
    measure: spelled('measure').toSorted((a, b) => a.localeCompare(b, 'en')),
    basis: spelled('basis'),
    unit: spelled('unit'),
    period: spelled('period'),
  }
}

/** The figures that would share a chart with this one. */
export const neighboursOf = (figures: readonly Figure[], figure: Omit<Figure, 'id'>): Figure[] =>
  figures.filter((one) => joinFigures([one, { ...figure, id: '' }]).joined)
