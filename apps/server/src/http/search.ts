/** GET /api/boards/:board/search: what a board says about something, in its cards, comments and reports. */
import { SearchRequest } from '@briefboard/protocol'
import { Router } from 'express'
import { payBeyondRequest } from './in-turns.ts'
import { signedIn, type Services } from './services.ts'

export function searchRoutes(services: Services): Router {
  const router = Router()
  // Every role may read every board and all that is on it, so what is found need not be sifted by who asks.
  router.get('/:board/search', async (request, response) => {
    const { id } = await signedIn(services, request)
    services.allowances.take('search', id)
    const { q, limit } = SearchRequest.parse(request.query)
    const pay = payBeyondRequest(await services.payerOf(request))
    response.json(await services.search.search(request.params.board, q, limit, pay))
  })
  return router
}
