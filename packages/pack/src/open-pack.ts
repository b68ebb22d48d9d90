/**
 * The pack of what may be shown alone, as if nothing else had ever been on the board: a withheld card's title may be a
 * date, a value, a citation or a caption that it prints. What stands in there tells nothing of what was withheld; and a
 * fault in `project` cannot let anything withheld into it, since it is taken out here, from the board itself.
 */
import { isWithin, markingOf, type Board, type Report } from '@briefboard/board'
import { citedParagraphs } from './cited-paragraphs.ts'
import type { PackInput } from './pack.ts'
import { project } from './project.ts'
import type { Projection } from './projection.ts'

/** `withheld` is printed as the real pack has it: three counts, from which no word can come. */
export function openProjection({ board, reports, options }: PackInput, { withheld }: Projection): Projection {
  const open = openPart(board, reports, options.ceiling)
  const ids = new Set(open.board.cards.map(({ id }) => id))
  const cards = options.cards?.filter((id) => ids.has(id))
  const projection = project(open.board, open.reports, { ceiling: options.ceiling, cards })
  return {
    ...projection,
    withheld: { cards: withheld.cards, figures: withheld.figures, boardText: withheld.boardText },
  }
}

function openPart(
  board: Board,
  reports: readonly Report[],
  ceiling: PackInput['options']['ceiling'],
): { board: Board; reports: Report[] } {
  const cards = board.cards.filter((card) => isWithin(markingOf(board, card), ceiling))
  const ids = new Set(cards.map(({ id }) => id))
  const regions = new Set(cards.map(({ region }) => region))
  const actors = new Set(cards.flatMap((card) => card.actors))
  // The board's name in addresses is made of its title.
  const own = isWithin(board.marking, ceiling) ? {} : { id: '', title: '', description: '' }
  return {
    board: {
      ...board,
      ...own,
      cards,
      regions: board.regions.filter(({ id }) => regions.has(id)),
      actors: board.actors.filter(({ id }) => actors.has(id)),
      figures: board.figures.filter(({ card }) => ids.has(card)),
    },
    reports: citedParagraphs(reports, board, cards),
  }
}
