/** Reads an update that nobody has checked: bounded by our own scan first, and then taken only if Yjs takes it too. (S3) */
import { Malformed, scanUpdate, type Parts, type Scan } from '@briefboard/protocol'
import * as Y from 'yjs'

/**
 * What the scan passes, Yjs should be able to decode; but what it cannot decode would keep a room shut for everybody once
 * it is in a log, so that is not left to the scan alone. @throws Malformed, TooManyParts
 */
export function readUpdate(update: Uint8Array, most?: Parts): Scan {
  const scan = scanUpdate(update, most)
  try {
    Y.decodeUpdate(update)
  } catch (cause) {
    throw new Malformed('unreadable', 'Yjs cannot read the update.', { cause })
  }
  return scan
}
