/** Reading in steps: a server lets others have their turn between them, a page goes on to the end. */

/** Yields now and then, and gives what it read at the end. */
export type Steps<T> = Generator<void, T>

/** Goes through all steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}
