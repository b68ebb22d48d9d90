/** /api/boards: which there are, a new one, and one whole. */
import { createBoard, plainBoard } from '@briefboard/library'
import { NewBoard, Refusal } from '@briefboard/protocol'
import { Router } from 'express'
import { answerInTurns } from './answer-in-turns.ts'
import { allowed, signedIn, type Services } from './services.ts'

export function boardRoutes(services: Services): Router {
  const router = Router()
  router.get('/', async (request, response) => {
    await signedIn(services, request)
    response.json(await services.listBoards())
  })
  router.post('/', async (request, response) => {
    const { id } = await allowed(services, request, 'create-board')
    const board = plainBoard(NewBoard.parse(request.body))
    services.allowances.take('new-board', id)
    if (!(await createBoard(services.store, { board, reports: [] }))) throw new Refusal('board-exists', board.id)
    services.live.boardsChanged()
    response.status(201).location(`/api/boards/${board.id}`).json({ id: board.id })
  })
  router.get('/:board', async (request, response) => {
    await signedIn(services, request)
    const { board, reports, openThreads } = await services.readBoard(request.params.board)
    await answerInTurns(response, {
      ...board,
      openThreads: Object.fromEntries(openThreads),
      reports: reports.map(({ symbol, title, date, url }) => ({ symbol, title, date, url })),
    })
  })
  return router
}
