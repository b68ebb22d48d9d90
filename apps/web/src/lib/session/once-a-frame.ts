/** Looks at a document at most once a frame while it changes, however many updates come. */
import type * as Y from 'yjs'

/** Gives how to stop. */
export function onceAFrame(doc: Y.Doc, look: () => void): () => void {
  let waiting: number | null = null
  const changed = (): void => {
    waiting ??= requestAnimationFrame(() => {
      waiting = null
      look()
    })
  }
  doc.on('update', changed)
  return () => {
    doc.off('update', changed)
    if (waiting !== null) cancelAnimationFrame(waiting)
  }
}
