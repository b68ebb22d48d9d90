/** Every error of the HTTP API, told once, as an RFC 9457 problem document. */
import { problemOf, Refusal, type Problem, type RefusalCode } from '@briefboard/protocol'
import { UnreadableDocument } from '@briefboard/reports/formats'
import { StoreUnavailable } from '@briefboard/store'
import type { ErrorRequestHandler, Response } from 'express'
import { z } from 'zod'

const FAULT: Problem = {
  type: 'urn:briefboard:problem:fault',
  title: 'Something went wrong on the server. Nothing was changed; try again, and tell whoever runs it.',
  status: 500,
  code: 'fault',
}

/** About as long as the longest document, and as a large pack, may take. */
const RETRY_AFTER_S = '60'
/** For one who asks too often. */
const SLOW_DOWN_S = '5'
const COMES_AGAIN: ReadonlySet<RefusalCode> = new Set(['imports-busy', 'packs-busy', 'too-many-packs'])

export const answerErrors =
  (onFault: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const refusal = refusalOf(error)
    if (refusal === null || isOurFault(error)) onFault(error)
    if (refusal !== null && COMES_AGAIN.has(refusal.code)) response.set('Retry-After', RETRY_AFTER_S)
    // Whoever asks too often begins with a connection of its own again, which is slower.
    if (refusal?.code === 'slow-down') response.set({ 'Retry-After': SLOW_DOWN_S, Connection: 'close' })
    sendProblem(response, refusal === null ? FAULT : problemOf(refusal))
  }

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof z.core.$ZodError) return new Refusal('bad-request', z.prettifyError(error))
  if (error instanceof StoreUnavailable) return new Refusal('store-away')
  if (error instanceof UnreadableDocument)
    return new Refusal(error.code === 'too-large' ? 'document-too-large' : 'document-unreadable', error.message, {
      why: error.code,
    })
  if (isBodyError(error))
    return error.status === 413 ? new Refusal('too-large') : new Refusal('bad-request', error.message)
  return null
}

/** The document was refused, and whoever runs the server wants to know why. */
const isOurFault = (error: unknown): boolean => error instanceof UnreadableDocument && error.code === 'worker-failed'

/** What Express' body parser throws at bodies that are no JSON or too long. */
function isBodyError(error: unknown): error is Error & { status: number } {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500
  )
}

function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
