/** What becomes of old entries and snapshots in LMDB: compaction and removal. (S7) */
import type { RoomId } from '@briefboard/protocol'
import type { Position, Snapshot } from '../store.ts'
import type { RoomMeta } from './room-meta.ts'
import { sealedAt } from './sealed-bytes.ts'
import { isStale, placeSnapshot, removePieces, uploadOf } from './snapshots.ts'
import type { Upload } from './snapshots.ts'
import type { Transaction } from './transaction.ts'

/** So many entries are removed in one commit: each may need pages of its own, and on a disk that is nearly full there are few. */
const MOST_TRIMMED = 250

export interface Compaction {
  base: Position
  snapshot: Snapshot
  keepMs: number
}

/** False if the newest snapshot no longer ends at `base`, or `snapshot` is not one that follows. */
export function isNext(meta: RoomMeta, { base, snapshot }: Compaction): boolean {
  return meta.newest === base && snapshot.position > base && snapshot.position <= meta.position
}

/**
 * Puts what was uploaded in its place, and begins to trim, in one commit; `trimMore` goes on. False, with the upload removed, if it
 * is not next.
 */
export function commitSnapshot(
  txn: Transaction,
  room: RoomId,
  { meta, compaction, upload }: { meta: RoomMeta; compaction: Compaction; upload: Upload },
): boolean {
  const { base, snapshot, keepMs } = compaction
  const { env } = txn
  if (!isNext(meta, compaction)) {
    removePieces(txn, room, (each) => each === upload.id)
    return false
  }
  const [previous, kept] = [uploadOf(env, room, meta.previous), uploadOf(env, room, base)]
  removePieces(txn, room, (each) => each === previous || (isStale(each) && each !== kept && each !== upload.id))
  if (meta.previous > 0) txn.removeUnread(env.snapshots, [room, meta.previous])
  placeSnapshot(txn, room, snapshot.position, upload)
  txn.saveRoom(room, trim(txn, room, { ...meta, newest: snapshot.position, previous: base }, keepMs))
  return true
}

/** Removes further entries that the snapshot before the newest covers; false when none is left. */
export function trimMore(txn: Transaction, room: RoomId, meta: RoomMeta, keepMs: number): boolean {
  const after = trim(txn, room, meta, keepMs)
  if (after.trimmed === meta.trimmed) return false
  txn.saveRoom(room, after)
  return true
}

/** Removes the oldest entries that are covered and have been kept for long enough. @returns what is to be known of the room then */
function trim(txn: Transaction, room: RoomId, meta: RoomMeta, keepMs: number): RoomMeta {
  const youngest = Date.now() - keepMs
  let { trimmed } = meta
  const covered = { start: [room, 0], end: [room, meta.previous], inclusiveEnd: true, limit: MOST_TRIMMED }
  for (const { key, value } of txn.env.log.getRange(covered)) {
    if (sealedAt(value) > youngest) break
    txn.removeUnread(txn.env.log, key)
    trimmed = positionIn(key)
  }
  return { ...meta, trimmed }
}

/** Removes all of a room but its holds and its quarantine, and but an upload that is to be kept; false if there was no room. */
export function removeRoom(txn: Transaction, room: RoomId, kept?: Upload): boolean {
  removePieces(txn, room, (each) => each !== kept?.id)
  if (!txn.room(room)) return false
  for (const table of [txn.env.log, txn.env.snapshots]) {
    for (const key of table.getKeys({ start: [room], end: [room, Infinity] })) txn.removeUnread(table, key)
  }
  txn.saveRoom(room, null)
  return true
}

/** The position in a key of the form [room, position]. */
export function positionIn(key: unknown): Position {
  const position: unknown = Array.isArray(key) ? key[1] : undefined
  if (typeof position !== 'number') throw new Error(`A key of the log is not [room, position]: ${String(key)}`)
  return position
}
