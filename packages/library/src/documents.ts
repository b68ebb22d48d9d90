/** Rooms as Y.Docs, for a look at what the store holds. */
import { Refusal, type RoomId } from '@briefboard/protocol'
import { RoomMissing, type Store } from '@briefboard/store'
import type * as Y from 'yjs'
import { oneAtATime, type DocumentMemory } from './document-memory.ts'
import { heldDocumentOf, readHistory, type HeldDocument } from './history.ts'

/** A room's document as the store has it. The caller destroys it. @throws Refusal no-such-room */
export const readDocument = async (store: Store, room: RoomId): Promise<Y.Doc> =>
  (await readHeldDocument(store, room, oneAtATime)).doc

/** The same, with the memory that is taken for it. @throws Refusal no-such-room, documents-busy; DocumentTooHeavy */
export async function readHeldDocument(store: Store, room: RoomId, memory: DocumentMemory): Promise<HeldDocument> {
  try {
    return await heldDocumentOf(await readHistory(await store.log.load(room)), memory)
  } catch (error) {
    if (error instanceof RoomMissing) throw new Refusal('no-such-room', room)
    throw error
  }
}
