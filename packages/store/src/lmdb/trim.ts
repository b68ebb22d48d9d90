/** What becomes of old entries and snapshots in LMDB: compaction and removal. (S7) */
import type { RoomId } from '@briefboard/protocol'
import type { Position, Snapshot } from '../store.ts'
import type { Environment } from './environment.ts'
import type { RoomMeta } from './room-meta.ts'
import { seal, sealedAt } from './sealed-bytes.ts'
import type { Transaction } from './transaction.ts'

interface Compaction {
  base: Position
  snapshot: Snapshot
  keepMs: number
}

/** False if the newest snapshot no longer ends at `base`. The snapshot and the trimming are one commit. */
export function commitSnapshot(txn: Transaction, room: RoomId, meta: RoomMeta, compaction: Compaction): boolean {
  const { base, snapshot, keepMs } = compaction
  const { env } = txn
  if (meta.newest !== base || snapshot.position <= base || snapshot.position > meta.position) return false
  if (meta.previous > 0) txn.removeUnread(env.snapshots, [room, meta.previous])
  txn.putUnread(env.snapshots, [room, snapshot.position], seal(snapshot.state, Date.now()))
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

/** Removes all of a room but its quarantine; false if there was none. */
export function removeRoom(txn: Transaction, room: RoomId): boolean {
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
