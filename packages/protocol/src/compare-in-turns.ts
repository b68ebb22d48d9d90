/** The client's side of S15: whether a document says what the server's says, looked into in turns, so that a page answers its user in between. */
import type * as Y from 'yjs'

/**
 * Begins as soon as the code for it is loaded, which a page does not need before; `onDiffers` hears this document's hash if it is not `theirs`. Given up when anything is done to the
 * document: what was read of it so far might no longer belong to the rest. Gives how to stop.
 */
export function compareInTurns(doc: Y.Doc, theirs: string, onDiffers: (hash: string) => void): () => void {
  let nextTurn: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const stop = (): void => {
    isStopped = true
    clearTimeout(nextTurn)
    doc.off('beforeTransaction', stop)
  }
  const goOn = (steps: Generator<unknown, string>): void => {
    const { done, value } = steps.next()
    if (done !== true) {
      nextTurn = setTimeout(goOn, 0, steps)
      return
    }
    stop()
    if (value !== theirs) onDiffers(value)
  }
  doc.on('beforeTransaction', stop)
  // Where it cannot be loaded, the next check tries again.
  import('./content-hash.ts').then(({ hashSteps }) => void (isStopped || goOn(hashSteps(doc))), stop)
  return stop
}
