/** What the imported documents have of figures: read while the page is shown already, since nothing else waits for it. */
import { answered, signedIn } from '#lib/server/guard.ts'
import { figuresIn } from '@briefboard/board'
import type { FoundFigure } from '@briefboard/protocol'
import type { ReadReport } from '@briefboard/reports'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  signedIn(event)
  const { services } = event.locals
  const { board } = event.params
  const reports = await answered(services.reports(board))
  const imported = reports.filter((report) => report.imported !== null).map(({ symbol }) => symbol)
  const found = findIn(services, board, imported)
  // A failure is told where the figures would be; it must not end the process before anybody looks.
  found.catch(() => undefined)
  return { imported: imported.length, found }
}

async function findIn(services: App.Locals['services'], board: string, symbols: string[]): Promise<FoundFigure[]> {
  const found: FoundFigure[] = []
  for (const symbol of symbols) {
    const { text } = await services.report(board, symbol)
    // Plain data that this very server has read from its store.
    if (text !== null) found.push(...figuresIn(symbol, text as ReadReport))
  }
  return found
}
