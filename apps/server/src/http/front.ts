/** What takes every request: health and metrics at any time, all else once the application is there. */
import type { IncomingMessage } from 'node:http'
import { Refusal } from '@briefboard/protocol'
import express, { type Express } from 'express'
import type { Metrics } from '../metrics.ts'
import type { Payer } from '../limits/payer.ts'
import { healthRoutes, type HealthOptions } from './health.ts'
import { inTurns } from './in-turns.ts'
import { metricsRoute } from './metrics.ts'
import { answerErrors } from './problems.ts'

export interface FrontOptions extends HealthOptions {
  metrics: Metrics
  metricsToken: string | null
  /** By address: who asks for these is known in no other way. */
  payerOf: (request: IncomingMessage) => Payer
  onFault: (error: unknown) => void
}

export interface Front {
  handler: Express
  /** From now on the application gets what is not answered here. */
  serve(app: Express): void
}

export function buildFront({ metricsToken, payerOf, onFault, ...health }: FrontOptions): Front {
  let app: Express | null = null
  const handler = express()
  handler.disable('x-powered-by')
  const turns = inTurns({ payerOf, metrics: health.metrics })
  handler.use('/health', turns, healthRoutes(health))
  handler.get('/metrics', turns, metricsRoute(health.metrics, metricsToken))
  handler.use((request, response, next) =>
    app === null ? next(new Refusal('stopping')) : app(request, response, next),
  )
  handler.use(answerErrors(onFault))
  return { handler, serve: (complete) => void (app = complete) }
}
