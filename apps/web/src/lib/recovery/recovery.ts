/** What this device keeps of edits that did not reach the board: a whole document as it stood here. */
import { parseRoom, type BoardId, type RefusalCode, type RoomId, type RoomKind } from '@briefboard/protocol'
import { answerOf, type Device, type Stores } from '#lib/device/device.ts'

/**
 * `history-changed`: the document was replaced, by a backup or by a newer form of it. `refused`: the server
 * did not take an edit. `diverged`: the page showed something else than the server. `damaged`: the server lost text that
 * the page still had. `left-behind`: a page was closed before it could send it, and another had put its copy away.
 */
export type Why = 'history-changed' | 'refused' | 'access-ended' | 'gone' | 'diverged' | 'damaged' | 'left-behind'

export interface Recovery {
  id: string
  /** Whose edits they are: nobody else on this browser gets to see them. */
  person: string
  room: RoomId
  board: BoardId
  kind: RoomKind
  /** Null for the board's own fields and for comments. */
  card: string | null
  epoch: string | null
  /** ISO 8601. */
  at: string
  why: Why
  /** With `refused`: what the server said. */
  code: RefusalCode | null
  /** Of the content: the same text is not kept twice. */
  hash: string
  /** A Yjs v1 update. */
  state: Uint8Array
}

export type KeptText = Pick<Recovery, 'id' | 'room' | 'epoch' | 'why' | 'code' | 'hash' | 'state'>

/** Resolves when it is on disk. @throws DOMException where the browser has no room for it */
export async function putRecovery(device: Device, kept: KeptText, at: Date): Promise<Recovery> {
  const room = parseRoom(kept.room)
  if (room === null) throw new Error(`${kept.room} is no room.`)
  const put = async (stores: Stores): Promise<Recovery> => {
    const same = (await readAll(stores('recoveries'))).find(
      ({ person, room, hash }) => person === device.person && room === kept.room && hash === kept.hash,
    )
    const recovery: Recovery = {
      ...kept,
      id: same?.id ?? kept.id,
      person: device.person,
      board: room.board,
      kind: room.kind,
      card: room.kind === 'card' ? room.card : null,
      at: at.toISOString(),
    }
    await answerOf(stores('recoveries').put(recovery))
    return recovery
  }
  return device.within(['recoveries'], put, 'strict')
}

/** This person's, newest first. */
export async function listRecoveries(device: Device, board: BoardId): Promise<Recovery[]> {
  const all = await device.within(['recoveries'], (stores) => readAll(stores('recoveries')))
  return all
    .filter((recovery) => recovery.person === device.person && recovery.board === board)
    .toSorted((a, b) => b.at.localeCompare(a.at))
}

export async function dropRecovery(device: Device, id: string): Promise<void> {
  await device.within(['recoveries'], (stores) => answerOf(stores('recoveries').delete(id)))
}

// Only this file writes them.
const readAll = async (store: IDBObjectStore): Promise<Recovery[]> => (await answerOf(store.getAll())) as Recovery[]
