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

/** Goes through all steps: a document may have a hundred thousand entries, sense or nonsense, and others have their turn meanwhile. */
export const inTurns = <T>(steps: Generator<void, T>): Promise<T> => new Work().inTurns(steps)

/** Hears how long a stretch of work was, in ms. */
export type OnWork = (ms: number) => void

/** Work that knows how long it takes, without the time in which others have their turn. */
export class Work {
  readonly #onWork: OnWork
  #doneMs = 0
  #since = performance.now()

  constructor(onWork: OnWork = () => undefined) {
    this.#onWork = onWork
  }

  get spentMs(): number {
    return this.#doneMs + performance.now() - this.#since
  }

  async inTurns<T>(steps: Generator<void, T>): Promise<T> {
    this.#since = performance.now()
    for (;;) {
      const { done, value } = steps.next()
      const ms = performance.now() - this.#since
      if (done !== true && ms < STRETCH_MS) continue
      this.#doneMs += ms
      this.#onWork(ms)
      if (done !== true) await new Promise((resolve) => setImmediate(resolve))
      this.#since = performance.now()
      if (done === true) return value
    }
  }
}
