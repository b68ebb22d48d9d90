/** Tells a server's words that are explained by what was done to it from those that are not. */
import type { WorldKind } from './world.ts'

/** What every server prints when it is well. */
const ORDINARY = [/^$/, /^Briefboard is at /, /^Sign in as its owner/, /^Debugger |^For help, see/]

/** What a server may say whose Redis is killed and comes back. */
const REDIS_AWAY = [
  /StoreUnavailable/,
  /ECONNREFUSED|ECONNRESET|EPIPE/,
  /Socket closed unexpectedly/,
  /Redis at \S+ did not take the command/,
]

export function unexplained(output: string, kind: WorldKind): string[] {
  const explained = kind === 'lmdb' ? ORDINARY : [...ORDINARY, ...REDIS_AWAY]
  return output.split('\n').filter((line) => !explained.some((form) => form.test(line)))
}
