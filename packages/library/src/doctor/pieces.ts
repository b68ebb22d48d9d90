/** What an inspection found, in the form in which a room is loaded. */
import type { Entry, Loaded, Piece, Snapshot } from '@briefboard/store'

export function soundEntries(pieces: readonly Piece[], after: number, upTo = Infinity): Entry[] {
  return pieces
    .filter(({ position, problem }) => problem === null && position > after && position <= upTo)
    .map(({ position, author, content }) => ({ position, author: author ?? '', update: content }))
}

/** A room's history as if it began with this snapshot, or with nothing. */
export function loadedFrom(base: Piece | undefined, entries: Entry[]): Loaded {
  const snapshot: Snapshot | null = base === undefined ? null : { position: base.position, state: base.content }
  return { epoch: '', snapshot, entries, position: entries.at(-1)?.position ?? base?.position ?? 0, damage: [] }
}
