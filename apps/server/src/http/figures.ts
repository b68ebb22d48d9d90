/** /api/boards/:board/figures: every figure with its source, what may share a chart, and what the documents have besides. */
import {
  citationUrl,
  formatCitations,
  notTakenSteps,
  type Board,
  type Citation,
  type Figure,
  type Steps,
} from '@briefboard/board'
import { groupSteps, seriesSummary, valueOf, valueWords, whyNotDrawn, type Series } from '@briefboard/charts'
import { inTurns } from '@briefboard/library'
import type { CitationFact, FigureFact, FiguresAnswer, FigureSeries, FoundFigure } from '@briefboard/protocol'
import { Router } from 'express'
import { foundFigures } from '../sources/found-figures.ts'
import { answerInTurns } from './answer-in-turns.ts'
import { signedIn, type Services } from './services.ts'

export function figureRoutes(services: Services): Router {
  const router = Router()
  router.get('/:board/figures', async (request, response) => {
    await signedIn(services, request)
    const { board } = await services.readBoard(request.params.board)
    const inTexts = await foundFigures(services.store, board.id)
    await answerInTurns(response, await inTurns(figureSteps(board, inTexts)))
  })
  return router
}

/** In steps: a board has ten thousand figures, each with words of its own. */
export function* figureSteps(
  { cards, figures }: Pick<Board, 'cards' | 'figures'>,
  inTexts: readonly FoundFigure[],
): Steps<FiguresAnswer> {
  const titles = new Map(cards.map(({ id, title }) => [id, title]))
  const facts: FigureFact[] = []
  for (const figure of figures) {
    yield
    facts.push(figureFact(titles, figure))
  }
  const series: FigureSeries[] = []
  for (const one of yield* groupSteps(figures)) {
    yield
    series.push(seriesFact(one))
  }
  return { figures: facts, series, found: yield* notTakenSteps(figures, inTexts) }
}

function figureFact(titles: ReadonlyMap<string, string>, figure: Figure): FigureFact {
  const { citation, card, unit, ...rest } = figure
  const title = titles.get(card) ?? ''
  const value = valueWords(valueOf(figure), unit)
  return { ...rest, unit, card: { id: card, title }, value, citation: citationFact(citation) }
}

const citationFact = (citation: Citation): CitationFact => ({
  ...{ text: formatCitations([citation]), url: citationUrl(citation.symbol) },
  ...{ symbol: citation.symbol, paragraph: citation.paragraph },
  ...(citation.sub === undefined ? {} : { sub: citation.sub }),
})

const seriesFact = (series: Series): FigureSeries => ({
  ...{ measure: series.measure, unit: series.unit, basis: series.basis, years: series.years },
  figures: series.points.map(({ figure }) => figure),
  drawn: whyNotDrawn(series) === null,
  summary: seriesSummary(series),
})
