/** Answers with JSON that may be large: written in turns, so that a board at its limits holds up nobody. */
import { inTurns, jsonPieces } from '@briefboard/library'
import type { Response } from 'express'

/** Sent as it was written, in pieces: `response.send` would copy all of it, and hash it, in one go. */
export async function answerInTurns(response: Response, answer: object): Promise<void> {
  const pieces = await inTurns(encodedSteps(answer))
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
  response.type('json').set('Content-Length', String(length))
  for (const piece of pieces) response.write(piece)
  response.end()
}

function* encodedSteps(answer: object): Generator<void, Buffer[]> {
  const pieces: Buffer[] = []
  for (const piece of jsonPieces(answer)) {
    pieces.push(Buffer.from(piece))
    yield
  }
  return pieces
}
