/** Puts a backup back into a store, which may be in use: what is equal already is left alone. May be run again. */
import { parseRoom, type RoomId } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import { isDeepStrictEqual } from 'node:util'
import { readHistory } from '../history.ts'
import { isAnybodyThere } from '../people.ts'
import { decodeState, type State } from '../state.ts'
import { BackupProblem, type HeadOf, type Section } from './format.ts'
import type { Backup } from './open-backup.ts'
import { isKept, isRestoredWithRooms } from './order.ts'
import { restoreAccess, type AccessRestored } from './restore-access.ts'
import { hashOf } from './sections-of-store.ts'

export interface RestoreOptions {
  /** False: only looks and tells what it would do. */
  apply: boolean
  /** Tokens come back, and people with the roles that they had, also where there are people already. */
  withAccess: boolean
  now: Date
}

/** Counts of what was done, or would be. */
export interface Restored extends AccessRestored {
  rooms: { made: number; replaced: number; same: number }
  records: { written: number; same: number }
  files: { written: number; same: number }
  /** In the store and not in the backup; left as they are. */
  notInBackup: { boards: number; rooms: number }
}

/** Written once and never changed, or about this store alone: one that is there stays. */
const NEVER_CHANGED = new Set(['pack', 'people-log', 'setup'])
/** Who may come in is another matter, in restore-access.ts. */
const ACCESS = new Set(['person', 'token'])

export async function holdsBoards(store: Store): Promise<boolean> {
  return (await store.records.list('board')).length > 0
}

/**
 * Rooms and files first and then what names them, as whoever makes a board or a pack does it: a restore that is cut
 * off leaves nothing that names what is not there, and the next run goes on where it ended.
 * @throws BackupProblem, StoreUnavailable
 */
export async function restore(store: Store, backup: Backup, options: RestoreOptions): Promise<Restored> {
  const isEmpty = !(await isAnybodyThere(store.records))
  const { finish, ...access } = await restoreAccess(store.records, backup, { ...options, isEmpty })
  const done: Restored = {
    ...access,
    rooms: { made: 0, replaced: 0, same: 0 },
    records: { written: 0, same: 0 },
    files: { written: 0, same: 0 },
    notInBackup: await notIn(backup, store),
  }
  for await (const { head, body } of backup.sections()) {
    if (head.section === 'room') done.rooms[await restoreRoom(store, { head, body }, options.apply)]++
    if (head.section === 'file') done.files[await restoreFile(store, { head, body }, options.apply)]++
    if (isRecordToRestore(head) && isRestoredWithRooms(head.kind))
      done.records[await restoreRecord(store, { head, body }, options.apply)]++
  }
  for await (const { head, body } of backup.sections()) {
    if (isRecordToRestore(head) && !isRestoredWithRooms(head.kind))
      done.records[await restoreRecord(store, { head, body }, options.apply)]++
  }
  await finish()
  return done
}

const isRecordToRestore = (head: Section['head']): head is HeadOf<'record'> =>
  head.section === 'record' && isKept(head.kind) && !ACCESS.has(head.kind)

async function restoreRoom(
  store: Store,
  { head, body }: Section<HeadOf<'room'>>,
  apply: boolean,
): Promise<'made' | 'replaced' | 'same'> {
  if (parseRoom(head.room) === null) throw new BackupProblem(`${head.room} is no document's name.`)
  const room = head.room as RoomId // parseRoom has just found it to be one
  const isThere = await store.log.exists(room)
  if (isThere && (await isSame(store, room, decodeState(body)))) return 'same'
  // A new epoch: whoever has the room open is sent away, and what they have not saved is not merged into this. (S8)
  if (apply) await store.log.replace(room, body)
  return isThere ? 'replaced' : 'made'
}

/** Whether the room says the same and by the same people. One that is damaged or cannot be read is not the same. */
async function isSame(store: Store, room: RoomId, kept: State): Promise<boolean> {
  const loaded = await store.log.load(room)
  if (loaded.damage.length > 0) return false
  try {
    const { ledger, pieces } = await readHistory(loaded)
    if (!isDeepStrictEqual(ledger.owners, kept.ledger.owners)) return false
    return (await hashOf(pieces)) === (await hashOf(kept.pieces))
  } catch {
    return false // What cannot be read is not the same; the backup takes its place.
  }
}

async function restoreFile(
  { files }: Store,
  { head, body }: Section<HeadOf<'file'>>,
  apply: boolean,
): Promise<'written' | 'same'> {
  const present = await files.get(head.name)
  if (present !== null && Buffer.compare(present, body) === 0) return 'same'
  if (apply) await files.put(head.name, body)
  return 'written'
}

async function restoreRecord(
  { records }: Store,
  { head: { kind, id }, body }: Section<HeadOf<'record'>>,
  apply: boolean,
): Promise<'written' | 'same'> {
  const value: unknown = JSON.parse(Buffer.from(body).toString())
  const present = await records.get(kind, id)
  if (present !== null && (NEVER_CHANGED.has(kind) || isDeepStrictEqual(present.value, value))) return 'same'
  if (apply) await records.put(kind, id, value)
  return 'written'
}

async function notIn(backup: Backup, store: Store): Promise<Restored['notInBackup']> {
  const [boards, rooms] = [await store.records.list('board'), await store.log.rooms()]
  return {
    boards: boards.filter(({ id }) => !backup.boards.has(id)).length,
    rooms: rooms.filter((room) => !backup.rooms.has(room)).length,
  }
}
