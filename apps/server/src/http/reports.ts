/** /api/boards/:board/reports: which there are, one whole, a document brought, and an import undone. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Router } from 'express'
import { z } from 'zod'
import { answerInTurns } from './answer-in-turns.ts'
import { allowed, signedIn, type Services } from './services.ts'

/** Who is answered before all is sent may send on for so long, unread, to have the time to see the answer. */
const LINGER_MS = 2000

/** Whoever names the import that they see does not undo one that has come in its place since. */
const UndoQuery = z.strictObject({ import: z.string().min(1).max(100).optional() })

export function reportRoutes(services: Services): Router {
  const { sources } = services
  const router = Router()
  router.get('/:board/reports', async (request, response) => {
    await signedIn(services, request)
    await answerInTurns(response, { reports: await sources.list(request.params.board) })
  })
  router.post('/:board/reports', async (request, response) => {
    cutWhenAnswered(request, response)
    const by = await allowed(services, request, 'import-report')
    services.allowances.take('import', by.id)
    const signal = goneSignal(response)
    try {
      const imported = await sources.bring(request.params.board, request, { by, now: services.now(), signal })
      const address = `/api/boards/${request.params.board}/reports/${imported.symbol}`
      response.status(201).location(address).json({ imported })
    } catch (error) {
      // Nobody is there to be answered.
      if (error !== signal.reason) throw error
    }
  })
  router.get('/:board/reports/*symbol', async (request, response) => {
    await signedIn(services, request)
    const { board, symbol } = request.params
    const { report } = await sources.read(board, symbol.join('/'))
    await answerInTurns(response, report)
  })
  router.delete('/:board/reports/*symbol', async (request, response) => {
    const by = await allowed(services, request, 'import-report')
    const { board, symbol } = request.params
    const { import: meant } = UndoQuery.parse(request.query)
    const report = await sources.undo(board, symbol.join('/'), by, meant)
    if (report === null) response.status(204).end()
    else response.json({ report })
  })
  return router
}

/** Aborted when the connection ends before it was answered. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The one who brought the document has gone.'))
  })
  return gone.signal
}

/** Whatever is refused while it is still being sent is not read to its end. */
function cutWhenAnswered(request: IncomingMessage, response: ServerResponse): void {
  response.once('finish', () => {
    if (request.complete) return
    request.resume()
    const cut = setTimeout(() => request.socket.destroy(), LINGER_MS)
    request.once('close', () => clearTimeout(cut))
  })
}
