/** An answer that costs something, asked for by anybody as often as they like: one for all who ask within a short time. */

/** `ask` must not throw. */
export function freshFor<T>(ms: number, ask: () => Promise<T>): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | null = null
  return () => {
    if (last === null || performance.now() - last.at > ms) last = { at: performance.now(), answer: ask() }
    return last.answer
  }
}
