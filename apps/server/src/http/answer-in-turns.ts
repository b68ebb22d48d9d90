/** Answers with JSON that may be large: written in turns, so that a board at its limits holds up nobody. */
import { jsonInTurns } from '@briefboard/library'
import type { Response } from 'express'

export async function answerInTurns(response: Response, answer: object): Promise<void> {
  const text = await jsonInTurns(answer)
  response.type('json').send(text)
}
