/** /api/boards/:board/coverage: which paragraphs of its reports the board's cards cite, and which cards to look at again. */
import { coverageSteps } from '@briefboard/board'
import { inTurns } from '@briefboard/library'
import { COVERAGE_BY, Refusal } from '@briefboard/protocol'
import { Router } from 'express'
import { z } from 'zod'
import { answerInTurns } from './answer-in-turns.ts'
import { signedIn, type Services } from './services.ts'

const CoverageQuery = z.strictObject({
  by: z.enum(COVERAGE_BY).default('regions'),
  report: z.string().min(1).max(120).optional(),
})

export function coverageRoutes(services: Services): Router {
  const router = Router()
  router.get('/:board/coverage', async (request, response) => {
    await signedIn(services, request)
    const query = CoverageQuery.parse(request.query)
    const { board, reports } = await services.readBoard(request.params.board)
    if (query.report !== undefined && !reports.some(({ symbol }) => symbol === query.report))
      throw new Refusal('no-such-report', query.report)
    await answerInTurns(response, await inTurns(coverageSteps(board, reports, query)))
  })
  return router
}
