/** Rooms as Y.Docs: what the store holds, applied. */
import { Refusal, type RoomId } from '@briefboard/protocol'
import { RoomMissing, type Loaded, type Store } from '@briefboard/store'
import * as Y from 'yjs'

/** A room's document as the store has it. The caller destroys it. @throws Refusal no-such-room */
export async function readDocument(store: Store, room: RoomId): Promise<Y.Doc> {
  try {
    return documentFrom(await store.log.load(room))
  } catch (error) {
    if (error instanceof RoomMissing) throw new Refusal('no-such-room', room)
    throw error
  }
}

export function documentFrom({ snapshot, entries }: Loaded): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    if (snapshot !== null) Y.applyUpdate(doc, snapshot.state)
    for (const { update } of entries) Y.applyUpdate(doc, update)
  })
  return doc
}
