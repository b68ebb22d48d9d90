/** Lets what is measured not wait for other programs on a busy machine, where this one may say so. */
import { setPriority } from 'node:os'

const AHEAD_OF_OTHERS = -15

/** `pid` 0 is the calling thread. Without the right to it (root, as a rule) everything stays as it is. */
export function putAhead(pid: number): void {
  try {
    setPriority(pid, AHEAD_OF_OTHERS)
  } catch (error) {
    if (!(error instanceof Error) || !/EACCES|EPERM/.test(error.message)) throw error
  }
}
