/** Long work in short stretches, so that whoever writes does not notice that somebody reads or searches. */

const STRETCH_MS = 5

/** Gives a function to be awaited between steps: it lets others have their turn when the stretch has become long. */
export function turns(stretchMs = STRETCH_MS): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < stretchMs) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now()
        resolve()
      }),
    )
  }
}
