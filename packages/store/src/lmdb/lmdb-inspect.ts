/** Reads everything there is of a room in LMDB, for whoever examines it. (S6) */
import type { RoomId } from '@briefboard/protocol'
import { inspection } from '../inspection.ts'
import type { Inspection } from '../store.ts'
import type { Environment } from './environment.ts'
import { readEntries, readMeta } from './lmdb-load.ts'
import { readSnapshot } from './snapshots.ts'
import { positionIn } from './trim.ts'

/** Read without a pause, and so from one view of the database. @throws RoomMissing */
export function inspectRoom(env: Environment, room: RoomId): Inspection {
  const meta = readMeta(env, room)
  const snapshots = [...env.snapshots.getKeys({ start: [room], end: [room, Infinity] })].flatMap((key) => {
    const position = positionIn(key)
    const stored = readSnapshot(env, room, position)
    return stored ? [{ position, ...stored }] : []
  })
  const quarantined = env.quarantine.getKeysCount({ start: [room, ''], end: [room, '\uffff'] })
  return inspection({ ...meta, snapshots, entries: readEntries(env, room, 0), quarantined })
}
