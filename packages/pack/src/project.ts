/** Makes the plain board that a reader under a ceiling may see; what is not copied here is in no file of the pack. */
import { isWithin, markingOf, type Actor, type Board, type Card, type Report } from '@briefboard/board'
import { MARKINGS, type Marking } from '@briefboard/protocol'
import { annexOf } from './annex.ts'
import { PackError } from './errors.ts'
import { knownOf, projectCard } from './project-card.ts'
import type { ProjectedCard, ProjectedRegion, Projection } from './projection.ts'

export interface ProjectOptions {
  ceiling: Marking
  /** Ids, in the order in which they are to be shown. */
  cards?: readonly string[] | undefined
}

/** Throws PackError `unknown-cards` and `nothing-to-export`. */
export function project(board: Board, reports: readonly Report[], { ceiling, cards }: ProjectOptions): Projection {
  const asked = askedFor(board, cards)
  const shown = asked.filter((card) => isWithin(markingOf(board, card), ceiling))
  if (shown.length === 0) {
    throw new PackError(
      'nothing-to-export',
      'No card may be shown under the chosen marking. Choose a higher ceiling or other cards.',
    )
  }
  const known = knownOf(board)
  const projected = shown.map((card) => projectCard(board, card, known))
  const named = new Set(projected.flatMap(({ actors }) => actors))
  const boardText = !isWithin(board.marking, ceiling)
  const countOf = (cards: readonly { id: string }[]): number =>
    cards.reduce((sum, { id }) => sum + (known.figures.get(id)?.length ?? 0), 0)
  const figures = countOf(asked) - countOf(shown)
  const markings = [...projected.map((card) => card.marking), ...(boardText ? [] : [board.marking])]
  return {
    board: {
      id: board.id,
      title: boardText ? 'Briefing pack' : board.title,
      description: boardText ? '' : board.description,
      likelihoodScale: board.likelihoodScale,
      asOf: board.asOf,
    },
    ceiling,
    marking: highest(markings),
    regions: regionsOf(board, projected),
    cards: projected,
    actors: board.actors.filter(({ id }) => named.has(id)).map(plainActor),
    reports: annexOf(reports, projected),
    withheld: { cards: asked.length - shown.length, figures, boardText },
  }
}

function askedFor(board: Board, chosen: readonly string[] | undefined): Card[] {
  const present = board.cards.filter(({ status }) => status !== 'archived')
  if (chosen === undefined) return inBoardOrder(board, present)
  const byId = new Map(present.map((card) => [card.id, card]))
  const unknown = [...new Set(chosen)].filter((id) => !byId.has(id))
  if (unknown.length > 0)
    throw new PackError('unknown-cards', `These cards are not on the board: ${unknown.join(', ')}.`)
  return [...new Set(chosen)].flatMap((id) => byId.get(id) ?? [])
}

/** Fractional order keys compare by code unit; a card whose region is gone comes last. */
function inBoardOrder(board: Board, cards: readonly Card[]): Card[] {
  const places = new Map(board.regions.toSorted(byOrder).map(({ id }, at) => [id, at]))
  const place = ({ region }: Card): number => places.get(region) ?? places.size
  return cards.toSorted((a, b) => place(a) - place(b) || byOrder(a, b))
}

const byOrder = (a: { order: string; id: string }, b: { order: string; id: string }): number =>
  compare(a.order, b.order) || compare(a.id, b.id)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function regionsOf(board: Board, cards: readonly ProjectedCard[]): ProjectedRegion[] {
  const wanted = [...new Set(cards.map(({ region }) => region))]
  return wanted.flatMap((id) => {
    const region = board.regions.find((candidate) => candidate.id === id)
    return region === undefined
      ? []
      : [{ id, name: region.name, m49: [...region.m49], countries: [...region.countries] }]
  })
}

const plainActor = ({ id, name, aliases, listReference }: Actor): Actor => ({
  id,
  name,
  aliases: [...aliases],
  listReference,
})

function highest(markings: readonly Marking[]): Marking {
  return MARKINGS.findLast((marking) => markings.includes(marking)) ?? 'clear'
}
