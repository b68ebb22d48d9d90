/** Tells everything there is of a room, piece by piece, with what is wrong or missing named. (S6) */
import { damagedSnapshot, missing, unsoundEntry } from './log-tail.ts'
import type { RawEntry } from './log-tail.ts'
import type { Epoch, Inspection, Piece, Position } from './store.ts'

export interface RawSnapshot {
  position: Position
  at: number | null
  state: Uint8Array
  sound: boolean
}

/** A room as it was read in one view. */
export interface RawRoom {
  epoch: Epoch
  position: Position
  newest: Position
  previous: Position
  /** The log should hold everything after this. */
  trimmed: Position
  /** In any order. */
  snapshots: RawSnapshot[]
  /** In order of position. */
  entries: Iterable<RawEntry>
  quarantined: number
}

export function inspection({ trimmed, snapshots, entries, ...room }: RawRoom): Inspection {
  const due = [room.previous, room.newest].filter((position) => position > 0)
  const stored = snapshots.map(({ position }) => position)
  const pieces = [...new Set([...stored, ...due])]
    .sort((a, b) => a - b)
    .map((position) =>
      snapshotPiece(
        position,
        snapshots.find((each) => each.position === position),
      ),
    )
  let expected = trimmed + 1
  for (const entry of entries) {
    if (entry.position > expected) pieces.push(hole(expected, entry.position - 1))
    pieces.push(entryPiece(entry))
    expected = Math.max(expected, entry.position + 1)
  }
  if (expected <= room.position) pieces.push(hole(expected, room.position))
  return { ...room, pieces }
}

const NOTHING = new Uint8Array(0)

function snapshotPiece(position: Position, stored: RawSnapshot | undefined): Piece {
  return {
    kind: 'snapshot',
    position,
    at: stored?.at ?? null,
    bytes: stored?.state.byteLength ?? 0,
    problem: stored?.sound ? null : damagedSnapshot(position).reason,
    content: stored?.sound ? stored.state : NOTHING,
    author: null,
  }
}

function entryPiece({ position, at, update, author, sound }: RawEntry): Piece {
  return {
    kind: 'entry',
    position,
    at,
    bytes: update.byteLength,
    problem: sound ? null : unsoundEntry(position),
    content: sound ? update : NOTHING,
    author: sound ? author : null,
  }
}

function hole(first: Position, last: Position): Piece {
  const { reason } = missing(first, last)
  return { kind: 'entry', position: first, at: null, bytes: 0, problem: reason, content: NOTHING, author: null }
}
