/**
 * How much of one edit is done in a go (S12). Each struct and each deletion costs some microseconds before anybody else is
 * served; pages cut what is more into pieces before they send it, and for stock clients it is done here.
 */
import { Malformed, splitUpdate } from '@briefboard/protocol'

/** What is judged at once; what has more, and cannot be cut, is too large. */
export const MOST_PARTS = { structs: 5000, containers: 20_000, values: 10_000, inner: 20_000 }

/** What is looked through to be cut. */
const MOST_CUT = { structs: 20_000, containers: 80_000, values: 40_000, inner: 80_000 }
const PIECE = { bytes: Infinity, structs: 2500, deletions: 4000 }

/** An update as one or several that say the same one after the other; as it is if it cannot be read. */
export function editParts(update: Uint8Array): Uint8Array[] {
  try {
    return splitUpdate(update, PIECE, MOST_CUT)
  } catch (error) {
    // The gate says by name what is wrong with it.
    if (error instanceof Malformed) return [update]
    throw error
  }
}
