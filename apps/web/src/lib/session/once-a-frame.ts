/**
 * Looks at a document at most once a frame while it changes, however many updates come; where a look takes long, since somebody
 * has filled the document, most of the time is left for whoever types.
 */
import type * as Y from 'yjs'

/** After a look comes a rest of so many times its length. */
const REST = 4

/** Gives how to stop. */
export function onceAFrame(doc: Y.Doc, look: () => void): () => void {
  let waiting: number | null = null
  let restsUntil = 0
  const frame = (): void => {
    const begun = performance.now()
    if (begun < restsUntil) return void (waiting = requestAnimationFrame(frame))
    waiting = null
    look()
    const ended = performance.now()
    restsUntil = ended + REST * (ended - begun)
  }
  const changed = (): void => void (waiting ??= requestAnimationFrame(frame))
  doc.on('update', changed)
  return () => {
    doc.off('update', changed)
    if (waiting !== null) cancelAnimationFrame(waiting)
  }
}
