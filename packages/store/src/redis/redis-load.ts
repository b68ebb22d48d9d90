/** Reads a room from Redis in one step, and sets aside what is damaged. (S6) */
import type { RoomId } from '@briefboard/protocol'
import { checksum } from '../checksum.ts'
import { RoomMissing } from '../errors.ts'
import { damagedSnapshot, sortOut } from '../log-tail.ts'
import type { Damage, Loaded, Position, Snapshot } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import type { RoomKeys } from './keys.ts'
import { loadReply } from './replies.ts'
import type { LoadReply } from './replies.ts'
import { DEMOTE, LOAD, ROOM_MISSING } from './log-scripts.ts'

/** Each try is a whole view of its own: a snapshot, and every entry after it. @throws RoomMissing, StoreUnavailable */
export async function loadRoom(connection: RedisConnection, keys: RoomKeys, room: RoomId): Promise<Loaded> {
  const damage: Damage[] = []
  for (const start of ['newest', 'previous', 'none']) {
    const reply = await connection.run(LOAD, [keys.meta, keys.log, keys.snap0, keys.snap1], [start])
    if (reply === ROOM_MISSING) throw new RoomMissing(room)
    const view = loadReply(reply)
    const snapshot = soundSnapshot(view)
    if (snapshot === null && view.base > 0) {
      damage.push(damagedSnapshot(view.base))
      continue
    }
    // Without a newest snapshot, the view is already the one from the first entry on.
    const tail = sortOut(view.entries, view.base + 1, view.position)
    damage.push(...tail.damage)
    if (damage.length > 0) await setAside(connection, keys, { damage, epoch: view.epoch, sealed: view.sealed })
    return { epoch: view.epoch, position: view.position, snapshot, entries: tail.entries, damage }
  }
  throw new Error('A load without a snapshot found one.')
}

function soundSnapshot({ base, state, checksum: sum }: LoadReply): Snapshot | null {
  return base > 0 && state && checksum(state) === sum ? { position: base, state } : null
}

/**
 * Copies what is damaged into the quarantine. A damaged entry also stays in the log, so that each load tells of it
 * until a snapshot covers it; a damaged snapshot gives its place to the one before it. If Redis takes no writes now,
 * loading goes on and the next load tries again.
 */
async function setAside(
  connection: RedisConnection,
  keys: RoomKeys,
  { damage, epoch, sealed }: { damage: Damage[]; epoch: string; sealed: Map<Position, Buffer> },
): Promise<void> {
  try {
    for (const { kind, position } of damage) {
      if (kind === 'snapshot') {
        await connection.run(DEMOTE, [keys.meta, keys.snap0, keys.snap1, keys.quarantine], [epoch, String(position)])
      } else {
        const bytes = sealed.get(position)
        if (!bytes) continue
        await connection.command(keys.quarantine, ['HSET', keys.quarantine, `entry:${position}`, bytes])
      }
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    for (const each of damage) each.reason += ` It could not be copied to the quarantine: ${why}`
  }
}
