/**
 * The lmdb package prints the error of a commit, with its stack, before it rejects with it. Whoever asked for the commit
 * tells in words what that means; of the package's own output one line is left.
 */

let isQuiet = false

/** From now on, in this process. */
export function quietLibrary(): void {
  if (isQuiet) return
  isQuiet = true
  // Where the package prints to; nothing of ours does.
  const output = globalThis.console
  const print = output.error
  output.error = (...parts: unknown[]): void => {
    const [first] = parts
    if (parts.length === 1 && isOfLibrary(first)) print(`LMDB: ${first.message}`)
    else print(...parts)
  }
}

const isOfLibrary = (value: unknown): value is Error =>
  value instanceof Error && 'code' in value && typeof value.code === 'number' && /\/lmdb\//.test(value.stack ?? '')
