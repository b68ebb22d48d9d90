/** What may be kept by browsers and by whatever stands between: nothing that a member sees, unless its own route says more. */
import type { RequestHandler } from 'express'

/** The pages' own files, named after what they hold, say of themselves that they may be kept. */
export const keepNothing: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'private, no-store')
  next()
}
