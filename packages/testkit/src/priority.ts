/** Lets what is measured not wait for other programs on a busy machine, where this one may say so. */
import { setPriority } from 'node:os'

const AHEAD_OF_OTHERS = -15
const NO_RIGHT: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM'])

/** `pid` 0 is the calling thread. Without the right to it (root, as a rule) everything stays as it is. */
export function putAhead(pid: number): void {
  try {
    setPriority(pid, AHEAD_OF_OTHERS)
  } catch (error) {
    if (!NO_RIGHT.has(codeOf(error))) throw error
  }
}

/** Node says what the system answered in `info` (its SystemError). */
function codeOf(error: unknown): unknown {
  if (!(error instanceof Error) || !('info' in error)) return null
  const { info } = error
  return typeof info === 'object' && info !== null && 'code' in info ? info.code : null
}
