/** The figures that a board's imported texts give, one text at a time. */
import { figuresIn, LIMITS, type Steps } from '@briefboard/board'
import { eachText, existing, inTurns } from '@briefboard/library'
import type { FoundFigure } from '@briefboard/protocol'
import type { ReadReport } from '@briefboard/reports'
import type { Store } from '@briefboard/store'

/**
 * Those that a card has already are among them. Of all texts together there are no more than a board may have: what lies
 * beyond is still shown with its own document.
 * @throws Refusal no-such-board
 */
export async function foundFigures(store: Store, name: string): Promise<FoundFigure[]> {
  const found: FoundFigure[] = []
  for await (const [symbol, text] of eachText(store, await existing(store, name))) {
    await inTurns(addFigures(found, symbol, text))
    if (found.length === LIMITS.figures) return found
  }
  return found
}

function* addFigures(found: FoundFigure[], symbol: string, text: ReadReport): Steps<void> {
  for (const figure of figuresIn(symbol, text)) {
    if (found.length === LIMITS.figures) return
    found.push(figure)
    yield
  }
}
