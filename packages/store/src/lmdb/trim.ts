/** What becomes of old entries and snapshots in LMDB: compaction and removal. (S7) */
import type { RoomId } from '@briefboard/protocol'
import type { Position, Snapshot } from '../store.ts'
import type { Environment } from './environment.ts'
import type { RoomMeta } from './room-meta.ts'
import { sealedAt } from './sealed-bytes.ts'
import { isStale, placeSnapshot, removePieces, uploadOf } from './snapshots.ts'
import type { Upload } from './snapshots.ts'
import type { Transaction } from './transaction.ts'

export interface Compaction {
  base: Position
  snapshot: Snapshot
  keepMs: number
}

/** False if the newest snapshot no longer ends at `base`, or `snapshot` is not one that follows. */
export function isNext(meta: RoomMeta, { base, snapshot }: Compaction): boolean {
  return meta.newest === base && snapshot.position > base && snapshot.position <= meta.position
}

/** Puts what was uploaded in its place, and trims, in one commit. False, with the upload removed, if it is not next. */
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
  const trimmed = lastToTrim(env, room, base, Date.now() - keepMs) ?? meta.trimmed
  for (let position = meta.trimmed + 1; position <= trimmed; position++) txn.removeUnread(env.log, [room, position])
  txn.saveRoom(room, { ...meta, newest: snapshot.position, previous: base, trimmed })
  return true
}

/** The last entry of those up to `covered` that, with all before it, is older than `youngest`. */
function lastToTrim(env: Environment, room: RoomId, covered: Position, youngest: number): Position | null {
  let last: Position | null = null
  for (const { key, value } of env.log.getRange({ start: [room, 0], end: [room, covered], inclusiveEnd: true })) {
    if (sealedAt(value) > youngest) break
    last = positionIn(key)
  }
  return last
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
