/** /metrics, for Prometheus: with the token of the settings, or, where there is none, for programs on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import type { Metrics } from '../metrics.ts'

const CLOSED = {
  wrongToken: 'Metrics are shown to those who send METRICS_TOKEN as "Authorization: Bearer …".\n',
  notLocal:
    'Metrics are shown to programs on the same machine only, not through a proxy. To read them from elsewhere, ' +
    'set METRICS_TOKEN and send it as "Authorization: Bearer …".\n',
}

export function metricsRoute(metrics: Pick<Metrics, 'text' | 'contentType'>, token: string | null): RequestHandler {
  return async (request, response) => {
    const isOpen = token === null ? isFromThisMachine(request) : hasToken(request, token)
    if (isOpen) return void response.type(metrics.contentType).send(await metrics.text())
    const words = token === null ? CLOSED.notLocal : CLOSED.wrongToken
    response.status(403).type('text/plain').send(words)
  }
}

/** Compared by hashes of equal length, in a time that does not depend on where the two differ. */
function hasToken({ headers }: IncomingMessage, token: string): boolean {
  const shown = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(shown), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/

/** A proxy on this machine also comes from loopback; it says so in a header. */
function isFromThisMachine({ socket, headers }: IncomingMessage): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  return LOOPBACK.test(socket.remoteAddress ?? '') && !isForwarded
}
