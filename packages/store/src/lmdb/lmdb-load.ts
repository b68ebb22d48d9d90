/** Reads a room from LMDB in one view, and sets aside what is damaged. (S6) */
import type { RoomId } from '@briefboard/protocol'
import { RoomMissing } from '../errors.ts'
import { ONE_TERM } from '../follower.ts'
import type { Tail } from '../follower.ts'
import { damagedSnapshot, sortOut } from '../log-tail.ts'
import type { RawEntry } from '../log-tail.ts'
import type { Damage, Loaded, Position, Snapshot } from '../store.ts'
import type { Environment } from './environment.ts'
import { decodeMeta } from './room-meta.ts'
import type { RoomMeta } from './room-meta.ts'
import { unseal } from './sealed-bytes.ts'
import { readSnapshot, removePieces, uploadOf } from './snapshots.ts'
import { positionIn } from './trim.ts'
import type { Writer } from './writer.ts'

export async function loadRoom(env: Environment, writer: Writer, room: RoomId): Promise<Loaded> {
  const loaded = readRoom(env, room)
  if (loaded.damage.length > 0) await setAside(env, writer, room, loaded)
  return loaded
}

/** Everything here is read without a pause, and so from one view of the database. @throws RoomMissing */
function readRoom(env: Environment, room: RoomId): Loaded {
  const meta = readMeta(env, room)
  const damage: Damage[] = []
  const snapshot = soundSnapshot(env, room, meta.newest, damage) ?? soundSnapshot(env, room, meta.previous, damage)
  const first = (snapshot?.position ?? 0) + 1
  const tail = sortOut(readEntries(env, room, first), first, meta.position)
  damage.push(...tail.damage)
  return { epoch: meta.epoch, position: meta.position, snapshot, entries: tail.entries, damage }
}

/** @throws RoomMissing */
export function readMeta(env: Environment, room: RoomId): RoomMeta {
  env.refresh()
  const stored = env.meta.get(room)
  if (!stored) throw new RoomMissing(room)
  return decodeMeta(stored)
}

/** What a follower missed. Damaged entries are left out, by which it notices them. @throws RoomMissing */
export function readAfter(env: Environment, room: RoomId, after: Position): Tail {
  const { epoch, position } = readMeta(env, room)
  const { entries } = sortOut(readEntries(env, room, after + 1), after + 1, position)
  return { epoch, ...ONE_TERM, position, entries }
}

function soundSnapshot(env: Environment, room: RoomId, position: Position, damage: Damage[]): Snapshot | null {
  if (position === 0) return null
  const stored = readSnapshot(env, room, position)
  if (stored?.sound) return { position, state: stored.state }
  damage.push(damagedSnapshot(position))
  return null
}

export function* readEntries(env: Environment, room: RoomId, first: Position): Generator<RawEntry> {
  for (const { key, value } of env.log.getRange({ start: [room, first], end: [room, Infinity] })) {
    const { at, author, body, sound } = unseal(value)
    yield { position: positionIn(key), at, author, update: body, sound }
  }
}

/**
 * Copies what is damaged into the quarantine. A damaged entry also stays in the log, so that each load tells of it
 * until a snapshot covers it. A damaged snapshot gives its place to the one before it, or no compaction could build on
 * that one. If the disk takes no writes now, loading goes on and the next load tries again.
 */
async function setAside(env: Environment, writer: Writer, room: RoomId, loaded: Loaded): Promise<void> {
  try {
    await writer.write(
      (txn) => {
        const meta = txn.room(room)
        if (!meta || meta.epoch !== loaded.epoch) return
        for (const { kind, position } of loaded.damage) {
          const stored = kind === 'entry' ? env.log.get([room, position]) : readSnapshot(env, room, position)?.state
          if (stored) txn.putUnread(env.quarantine, [room, kind, position], Buffer.from(stored))
          if (kind === 'entry') continue
          const upload = uploadOf(env, room, position)
          removePieces(txn, room, (each) => each === upload)
          txn.removeUnread(env.snapshots, [room, position])
        }
        const usable = loaded.snapshot?.position ?? 0
        const isDamaged = (at: Position): boolean =>
          loaded.damage.some(({ kind, position }) => kind === 'snapshot' && position === at)
        if (isDamaged(meta.newest)) txn.saveRoom(room, { ...meta, newest: usable, previous: 0 })
      },
      { alone: true },
    )
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    for (const damage of loaded.damage) damage.reason += ` It could not be copied to the quarantine: ${why}`
  }
}
