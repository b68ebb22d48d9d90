/** JSON of something large, written in turns: a board at its limits takes a tenth of a second, in which nobody else is served. */
import { inTurns } from './turns.ts'

/** So deep objects and lists are taken apart: a board's cards' judgements each are written in one go. */
const DEPTH = 4
/** A millisecond. */
const STEP = 100_000

/** As `JSON.stringify` writes it; of plain data, as a board is. */
export const jsonInTurns = (value: object): Promise<string> => inTurns(jsonSteps(value))

export function* jsonSteps(value: object): Generator<void, string> {
  const pieces: string[] = []
  let sinceStep = 0
  for (const piece of piecesOf(value, DEPTH)) {
    pieces.push(piece)
    sinceStep += piece.length
    if (sinceStep < STEP) continue
    sinceStep = 0
    yield
  }
  return pieces.join('')
}

function* piecesOf(value: object, depth: number): Generator<string> {
  const isList = Array.isArray(value)
  let separator = isList ? '[' : '{'
  for (const [key, one] of Object.entries(value)) {
    // What JSON has no word for is null in a list and left out elsewhere.
    if (one === undefined && !isList) continue
    const before = isList ? separator : `${separator}${JSON.stringify(key)}:`
    separator = ','
    if (depth > 1 && typeof one === 'object' && one !== null) {
      yield before
      yield* piecesOf(one as object, depth - 1)
    } else yield before + (JSON.stringify(one) ?? 'null')
  }
  if (separator === ',') yield isList ? ']' : '}'
  else yield isList ? '[]' : '{}'
}
