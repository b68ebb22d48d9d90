/**
 * Large plain values on their way from the server to the page, written as JSON beforehand. SvelteKit writes what a page gets
 * in one go, value by value: a board at its limits took half a second in which nobody else was served. A text costs a tenth.
 */

/** By the value that it says. */
const texts = new WeakMap<object, string>()

/** Gives the value itself. */
export function writtenAs<T extends object>(value: T, text: string): T {
  texts.set(value, text)
  return value
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? texts.get(value) : undefined
