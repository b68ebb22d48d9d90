/** /api/boards/:board/packs and /api/packs: a pack is asked for, watched and fetched. */
import { existing } from '@briefboard/library'
import { PackRequest } from '@briefboard/protocol'
import { Router } from 'express'
import { allowed, type Services } from './services.ts'

const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
}

export function packRoutes(services: Services): Router {
  const router = Router()
  router.post('/boards/:board/packs', async (request, response) => {
    const person = await allowed(services, request, 'export-pack')
    const board = await existing(services.store, request.params.board)
    const order = PackRequest.parse(request.body)
    services.allowances.take('pack', person.id)
    const pack = await services.packs.request(board, order, person, services.now())
    response.status(202).location(`/api/packs/${pack.id}`).json(pack)
  })
  router.get('/boards/:board/packs', async (request, response) => {
    await allowed(services, request, 'export-pack')
    response.json({ packs: await services.packs.list(await existing(services.store, request.params.board)) })
  })
  router.get('/packs/:pack', async (request, response) => {
    await allowed(services, request, 'export-pack')
    response.json(await services.packs.status(request.params.pack))
  })
  router.get('/packs/:pack/files/:name', async (request, response) => {
    await allowed(services, request, 'export-pack')
    const { pack, name } = request.params
    const bytes = await services.packs.file(pack, name)
    response
      .attachment(name)
      .type(TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
      .send(Buffer.from(bytes))
  })
  return router
}
