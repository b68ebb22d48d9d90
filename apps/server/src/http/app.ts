/** The Express application: API routes, then the pages, with errors mapped once. */
import { pageServices, type PageServices } from '@briefboard/protocol/pages'
import { may, Refusal } from '@briefboard/protocol'
import { inTurns as stepsInTurns, jsonInTurns } from '@briefboard/library'
import express, { type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Metrics } from '../metrics.ts'
import { boardRoutes } from './boards.ts'
import { keepNothing } from './caching.ts'
import { coverageRoutes } from './coverage.ts'
import { figureRoutes } from './figures.ts'
import { inTurns, payBeyondRequest } from './in-turns.ts'
import { packRoutes } from './packs.ts'
import { peopleRoutes } from './people.ts'
import { plainPath } from './plain-path.ts'
import { answerErrors } from './problems.ts'
import { reportRoutes } from './reports.ts'
import { foundFigures } from '../sources/found-figures.ts'
import { searchRoutes } from './search.ts'
import type { Services } from './services.ts'
import { sessionRoutes } from './session.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Each page is sent the board that it stands on, in one piece. A thousand cards like the seeded ones are nearly whole within
 * this, and the live document follows in a moment.
 */
const PART_SHOWN = 0.4

export interface AppOptions {
  services: Services
  /** The built pages, or Vite's while developing. */
  pages: RequestHandler
  metrics: Pick<Metrics, 'throttled'>
  onFault: (error: unknown) => void
}

export function buildApp({ services, pages, metrics, onFault }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  // The pages bring a content security policy of their own, with a nonce; without TLS there is nothing to upgrade to.
  app.use(helmet({ contentSecurityPolicy: false, strictTransportSecurity: services.isSecure }))
  app.use(keepNothing)
  app.use(inTurns({ payerOf: services.payerOf, metrics }))
  app.use('/api', plainPath)
  app.use('/api', (request, _response, next) =>
    next(isAllowedHere(services, request) ? undefined : new Refusal('foreign-origin')),
  )
  app.use('/api', express.json({ limit: '1mb' }))
  app.use('/api/session', sessionRoutes(services))
  app.use('/api/people', peopleRoutes(services))
  app.use('/api/boards', boardRoutes(services))
  app.use('/api/boards', reportRoutes(services))
  app.use('/api/boards', coverageRoutes(services))
  app.use('/api/boards', figureRoutes(services))
  app.use('/api/boards', searchRoutes(services))
  app.use('/api', packRoutes(services))
  app.use('/api', (request, _response, next) => next(new Refusal('no-such-page', request.originalUrl)))
  app.use(withPageServices(services), pages)
  app.use(answerErrors(onFault))
  return app
}

/** Reading harms nobody; whatever changes something must come from one of our own pages or from a program. */
function isAllowedHere(services: Services, request: Parameters<Services['isFromHome']>[0]): boolean {
  return SAFE.has(request.method ?? '') || services.isFromHome(request)
}

function withPageServices(services: Services): RequestHandler {
  return async (request, _response, next) => {
    const person = (await services.identify(request))?.person ?? null
    const search: PageServices['search'] = async (board, query, limit) => {
      services.allowances.take('search', person?.id ?? '')
      return services.search.search(board, query, limit, payBeyondRequest(await services.payerOf(request)))
    }
    const maySeePacks = person !== null && may(person.role, 'export-pack')
    const offered: PageServices = {
      ...{
        person,
        link: (code) => services.links.look(request, code),
        boards: services.listBoards,
        board: (id) => services.readBoard(id),
        shownBoard: (id) => services.readBoard(id, PART_SHOWN),
      },
      ...{ reports: services.sources.list, report: services.sources.read, search },
      packs: async (board) => (maySeePacks ? services.packs.list(board) : []),
      foundFigures: (board) => foundFigures(services.store, board),
      ...{ inTurns: stepsInTurns, asText: jsonInTurns },
    }
    pageServices.run(offered, next)
  }
}
