/** Whether each snapshot says what the one before it and the log between them say. (S7) */
import { contentHash, type RoomId } from '@briefboard/protocol'
import type { Piece } from '@briefboard/store'
import { isDeepStrictEqual } from 'node:util'
import { documentOf, readHistory } from '../history.ts'
import type { Tell } from './finding.ts'
import { loadedFrom, soundEntries } from './pieces.ts'

/** `snapshots` are sound ones in order; where the log between two of them is not whole, there is nothing to compare. */
export async function compareSnapshots(
  room: RoomId,
  snapshots: readonly Piece[],
  pieces: readonly Piece[],
  tell: Tell,
): Promise<void> {
  for (const [index, snapshot] of snapshots.entries()) {
    const base = snapshots[index - 1]
    const from = base?.position ?? 0
    const entries = soundEntries(pieces, from, snapshot.position)
    if (entries.length !== snapshot.position - from) continue
    const [due, found] = [await read(base, entries), await read(snapshot, [])]
    if (isDeepStrictEqual(due, found)) continue
    const before = from === 0 ? 'the log up to there' : `the snapshot at ${from} with the log up to there`
    tell('snapshot-differs', room, `The snapshot does not say what ${before} says.`, snapshot.position)
  }
}

/** What it says, and who owns what in it. */
async function read(base: Piece | undefined, entries: ReturnType<typeof soundEntries>) {
  const history = await readHistory(loadedFrom(base, entries))
  const doc = await documentOf(history)
  try {
    return { hash: contentHash(doc), owners: history.ledger.owners, clocks: history.ledger.clocks }
  } finally {
    doc.destroy()
  }
}
