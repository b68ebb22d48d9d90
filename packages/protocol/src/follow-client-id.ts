/**
 * Yjs takes a new client id for a document when it hears that somebody else has written with its own. The awareness beside
 * it keeps the old one, which is another's now, and a provider that is closed then throws: so it is taken along.
 */
import type * as Y from 'yjs'

/** As much of y-protocols' Awareness as is used here. */
interface AwarenessLike {
  clientID: number
  getLocalState(): Record<string, unknown> | null
  setLocalState(state: Record<string, unknown> | null): void
}

/** Gives how to stop that. */
export function followClientId(doc: Y.Doc, awareness: AwarenessLike): () => void {
  const follow = (): void => {
    if (awareness.clientID === doc.clientID) return
    const state = awareness.getLocalState()
    awareness.setLocalState(null)
    awareness.clientID = doc.clientID
    awareness.setLocalState(state)
  }
  doc.on('update', follow)
  return () => doc.off('update', follow)
}
