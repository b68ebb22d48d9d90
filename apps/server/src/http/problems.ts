/** Every error of the HTTP API, told once, as an RFC 9457 problem document. */
import { problemOf, Refusal, type Problem } from '@briefboard/protocol'
import { StoreUnavailable } from '@briefboard/store'
import type { ErrorRequestHandler, Response } from 'express'
import { z, ZodError } from 'zod'

const FAULT: Problem = {
  type: 'urn:briefboard:problem:fault',
  title: 'Something went wrong on the server. Nothing was changed; try again, and tell whoever runs it.',
  status: 500,
  code: 'fault',
}

export const answerErrors =
  (onFault: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const refusal = refusalOf(error)
    if (refusal === null) onFault(error)
    sendProblem(response, refusal === null ? FAULT : problemOf(refusal))
  }

function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  if (error instanceof ZodError) return new Refusal('bad-request', z.prettifyError(error))
  if (error instanceof StoreUnavailable) return new Refusal('store-away')
  if (isBodyError(error))
    return error.status === 413 ? new Refusal('too-large') : new Refusal('bad-request', error.message)
  return null
}

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
