/** What it means when Redis refuses a command, and what an operator does about it, in words. */

/** By what the answer begins with. Those of a script in Redis 7.0 that lacks a right begin with "The user executing". */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^OOM\b/, 'It has no memory left. Raise maxmemory, or free memory on its machine.'],
  [
    /^READONLY\b/,
    'It is a replica and takes nothing from us. Let REDIS_URL name its master, or make it one (REPLICAOF NO ONE).',
  ],
  [
    /^(NOPERM\b|(ERR )?The user executing)/,
    'The user in REDIS_URL lacks a right. Give it one as docs/runbook.md has it, with ACL SETUSER.',
  ],
  [
    /^NOREPLICAS\b/,
    'Too few replicas follow it (min-replicas-to-write). Start its replicas again, or ask for fewer of them.',
  ],
  [/^MISCONF\b/, 'It cannot write to its own disk. Free some space there, and look into its log.'],
  [/^LOADING\b/, 'It is reading its data from its disk. Wait until it has; it comes back by itself.'],
  [/^MASTERDOWN\b/, 'It is a replica that has lost its master. Bring the master back, or make this one the master.'],
  [
    /^CLUSTERDOWN\b/,
    'A part of the cluster is missing. Bring its masters back (CLUSTER INFO says how many slots fail).',
  ],
  [/^BUSY\b/, 'A script of somebody else holds it up. End that script with SCRIPT KILL.'],
  [/^(NOAUTH|WRONGPASS)\b/, 'It does not take the password. Let REDIS_URL have the one that is set there.'],
]

const MISSING_RIGHT = /^(NOPERM\b|NOAUTH\b|WRONGPASS\b|(ERR )?The user executing|ERR unknown command)/

/** What to do about what Redis answered. */
export const remedyFor = (reason: string): string =>
  REMEDIES.find(([form]) => form.test(reason))?.[1] ?? 'Check that Redis runs and has memory and disk left.'

/** What Redis refuses until somebody changes the rights, in words for who starts a server; null if that is not the cause. */
export function missingRight(cause: unknown): string | null {
  const reason = reasonOf(cause)
  if (!MISSING_RIGHT.test(reason)) return null
  return (
    `The user that REDIS_URL names may not do all that Briefboard needs (${reason}). Nothing was changed. ` +
    remedyFor(reason)
  )
}

/** What Redis said, without the name of the script that it said it to. */
export function reasonOf(cause: unknown): string {
  const first = cause instanceof AggregateError ? cause.errors[0] : cause
  if (!(first instanceof Error) || first.message === '') return String(cause)
  return first.message.replace(/ script: [0-9a-f]{40}, on @user_script:\d+\.?$/, '')
}
