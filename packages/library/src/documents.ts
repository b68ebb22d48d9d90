/** Rooms as Y.Docs: what the store holds, applied. */
import { Refusal, type RoomId } from '@briefboard/protocol'
import { RoomMissing, type Entry, type Loaded, type Store } from '@briefboard/store'
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

/** What cannot be applied is left out and told to `onFault`: one bad entry does not take the rest of a room with it. (S16) */
export function documentFrom(
  { snapshot, entries }: Loaded,
  onFault: (error: unknown) => void = () => undefined,
): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    if (snapshot !== null) Y.applyUpdate(doc, snapshot.state)
    for (const entry of entries) applyEntry(doc, entry, onFault)
  })
  return doc
}

export function applyEntry(doc: Y.Doc, { position, update }: Entry, onFault: (error: unknown) => void): void {
  try {
    Y.applyUpdate(doc, update)
  } catch (cause) {
    onFault(new Error(`Entry ${position} of the log cannot be applied; it was left out.`, { cause }))
  }
}
