/** Whether a history can be sent as it lies in the store: a newcomer must not be sent words that are deleted. */
import { decodeState, PIECE_BYTES, type History } from '@briefboard/library'
import { scanUpdate } from '@briefboard/protocol'
import type { Loaded } from '@briefboard/store'

/**
 * A snapshot holds nothing that was deleted when it was made; what lies behind it must delete nothing. Small documents are
 * encoded from what they are, and need no look.
 */
export async function isClean({ snapshot }: Loaded, { pieces }: History): Promise<boolean> {
  if (pieces.reduce((sum, { byteLength }) => sum + byteLength, 0) <= PIECE_BYTES) return true
  const inSnapshot = snapshot === null ? 0 : decodeState(snapshot.state).pieces.length
  for (const piece of pieces.slice(inSnapshot)) {
    if (scanUpdate(piece).deleted.length > 0) return false
    // Others have their turn between two pieces. (S9)
    await new Promise(setImmediate)
  }
  return true
}
