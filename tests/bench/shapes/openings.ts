/** All large documents, opened from one server after the other. */
import type { Openings } from '../results.ts'
import type { Contender } from '../servers/contender.ts'
import { largeText, longHistory, type LargeDocument } from './documents.ts'
import { runOpening, type Opening } from './opening.ts'
import { SHAPE_E } from './sizes.ts'

/** What fails is told to `onFailure` and left out; the other documents are opened all the same. */
export function openAll(onFailure: (what: string) => void): (contender: Contender) => Promise<Openings> {
  const long = longHistory()
  const large = largeText()
  return async (contender) => {
    const open = (document: LargeDocument, compacted: boolean, joins: number): Promise<Opening | null> =>
      runOpening(contender, document, { compacted, joins }).catch((error: unknown) => {
        onFailure(
          `Opening ${document.name}, ${contender.name}: ${error instanceof Error ? error.message : String(error)}`,
        )
        return null
      })
    return {
      longLog: contender.kind === 'ours' ? await open(long, false, 0) : null,
      longCompacted: await open(long, true, SHAPE_E.joins),
      large: await open(large, true, SHAPE_E.joins),
    }
  }
}
