/** What takes every request: health and metrics at any time, all else once the application is there. */
import { Refusal } from '@briefboard/protocol'
import express, { type Express } from 'express'
import type { Metrics } from '../metrics.ts'
import { healthRoutes, type HealthOptions } from './health.ts'
import { metricsRoute } from './metrics.ts'
import { answerErrors } from './problems.ts'

export interface FrontOptions extends HealthOptions {
  metrics: Metrics
  metricsToken: string | null
  onFault: (error: unknown) => void
}

export interface Front {
  handler: Express
  /** From now on the application gets what is not answered here. */
  serve(app: Express): void
}

export function buildFront({ metricsToken, onFault, ...health }: FrontOptions): Front {
  let app: Express | null = null
  const handler = express()
  handler.disable('x-powered-by')
  handler.use('/health', healthRoutes(health))
  handler.get('/metrics', metricsRoute(health.metrics, metricsToken))
  handler.use((request, response, next) =>
    app === null ? next(new Refusal('stopping')) : app(request, response, next),
  )
  handler.use(answerErrors(onFault))
  return { handler, serve: (complete) => void (app = complete) }
}
