/**
 * In which order a running system is read, and what is not kept at all.
 *
 * Every room is one atomic view, the system as a whole is not: people go on working. The views fit together because
 * whatever names something is read before what it names. Writers do it the other way round (a board's record comes
 * after its rooms, a pack's after its files, a comment after the card), so what was named when the name was read is
 * there when its turn comes. What the backup may hold too much of, such as the rooms of a board whose record came
 * later, is named by nothing and shows nowhere. Documents name people and reports, also those that came with an import,
 * so these come after the rooms. The text of an import that is undone during the backup may be missing in it: the report
 * is shown without it then.
 * And everything that was saved before the backup began is in it, since every view is younger than its beginning.
 */
import { parseRoom, type RoomId, type RoomKind } from '@briefboard/protocol'

/**
 * Sessions and links let somebody in and are worth nothing to anybody else; the other two are about the moment: what
 * open connections watch, and a restore under way.
 */
const NOT_KEPT = new Set(['session', 'link', 'access', 'restore'])
const NAMED_BY_DOCUMENTS = /^(report\/.*|import\/.*|person|people-log)$/
const NAMING_FILES = /^import\/.*$/

export const isKept = (kind: string): boolean => !NOT_KEPT.has(kind)
/** Whether documents name records of this kind; the others name rooms, people or files. */
export const isNamedByDocuments = (kind: string): boolean => NAMED_BY_DOCUMENTS.test(kind)

/** Whether records of this kind are put back with the rooms and files; the others name some of these and follow. */
export const isRestoredWithRooms = (kind: string): boolean => isNamedByDocuments(kind) && !NAMING_FILES.test(kind)

/** Threads name cards and places in their texts; the board's document names its cards. */
export const ROOM_ORDER: readonly RoomKind[] = ['talk', 'board', 'card']

export const roomsOf = (kind: RoomKind, rooms: readonly RoomId[]): RoomId[] =>
  rooms.filter((room) => parseRoom(room)?.kind === kind)
