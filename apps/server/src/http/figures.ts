/** /api/boards/:board/figures: every figure with its source, what may share a chart, and what the documents have besides. */
import { citationUrl, figuresNotTaken, formatCitations, type Citation, type Figure } from '@briefboard/board'
import { groupFigures, seriesSummary, valueOf, valueWords, whyNotDrawn, type Series } from '@briefboard/charts'
import type { CitationFact, FigureFact, FiguresAnswer, FigureSeries } from '@briefboard/protocol'
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
    const titles = new Map(board.cards.map(({ id, title }) => [id, title]))
    const answer: FiguresAnswer = {
      figures: board.figures.map((figure) => figureFact(titles, figure)),
      series: groupFigures(board.figures).map(seriesFact),
      found: figuresNotTaken(board.figures, inTexts),
    }
    await answerInTurns(response, answer)
  })
  return router
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
