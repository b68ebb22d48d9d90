/** Rooms as Y.Docs, for a look at what the store holds. */
import { Refusal, type RoomId } from '@briefboard/protocol'
import { RoomMissing, type Store } from '@briefboard/store'
import type * as Y from 'yjs'
import { documentOf, readHistory } from './history.ts'

/** A room's document as the store has it. The caller destroys it. @throws Refusal no-such-room */
export async function readDocument(store: Store, room: RoomId): Promise<Y.Doc> {
  try {
    return await documentOf(await readHistory(await store.log.load(room)))
  } catch (error) {
    if (error instanceof RoomMissing) throw new Refusal('no-such-room', room)
    throw error
  }
}
