/**
 * Turns for the pieces of large documents, whoever they go to. A socket on a fast line takes megabytes at once, and many
 * that open a document at the same time would keep everybody's edits waiting; so there are only so many in one turn of
 * the event loop.
 */

/** A piece of 256 KiB takes the system a tenth of a millisecond or two. */
const PIECES_A_TURN = 8

let waiting: (() => void)[] = []

/** Resolves when the next piece may be sent; first come, first served. */
export function pieceTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(giveTurns)
  })
}

function giveTurns(): void {
  for (const resolve of waiting.slice(0, PIECES_A_TURN)) resolve()
  waiting = waiting.slice(PIECES_A_TURN)
  if (waiting.length > 0) setImmediate(giveTurns)
}
