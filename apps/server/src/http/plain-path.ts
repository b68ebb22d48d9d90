/** What stands in an address names a board, a card, a pack, a person or a document; what can name none of them is not looked for. */
import { Refusal } from '@briefboard/protocol'
import type { RequestHandler } from 'express'

/** The longest name is a document's symbol; a store's keys are not endless. */
const LONGEST_PATH = 500

/** Before any route takes names out of the path. */
export const plainPath: RequestHandler = (request, _response, next) =>
  next(isPlain(request.path) ? undefined : new Refusal('no-such-page'))

function isPlain(path: string): boolean {
  if (path.length > LONGEST_PATH) return false
  try {
    return !/[\p{Cc}\u2028\u2029]/u.test(decodeURIComponent(path))
  } catch {
    // Not an encoding of anything.
    return false
  }
}
