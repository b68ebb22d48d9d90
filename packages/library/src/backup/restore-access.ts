/**
 * Who may come in after a restore. A backup is older than the last removal, so it lets nobody in by itself: tokens come
 * back only into a system without any people, or where that is asked for.
 */
import type { Records } from '@briefboard/store'
import { z } from 'zod'
import { PERSON } from '../person.ts'
import type { Backup } from './open-backup.ts'

export interface AccessRestored {
  people: { back: number; kept: number }
  tokens: { back: number; same: number; leftOut: number }
}

export interface AccessOptions {
  apply: boolean
  withAccess: boolean
  /** Whether there is nobody in the system. */
  isEmpty: boolean
  now: Date
}

export type AccessRestoring = AccessRestored & {
  /** To be called when all of the backup is in place. */
  finish: () => Promise<void>
}

const TOKEN = 'token'
/** Says that a restore with access began: cut off and run again, it goes on as it began. */
const RESTORE = 'restore'
const Begun = z.object({ at: z.string() })
const FOR_MS = 24 * 60 * 60 * 1000

/** People who are missing come back, since texts name them; whoever is there keeps name and role. */
export async function restoreAccess(
  records: Records,
  backup: Backup,
  { apply, withAccess, isEmpty, now }: AccessOptions,
): Promise<AccessRestoring> {
  const isAllowed = withAccess || isEmpty || (await hasBegun(records, backup.header.id, now))
  if (apply && isAllowed) await records.put(RESTORE, backup.header.id, { at: now.toISOString() })
  const done: AccessRestored = { people: { back: 0, kept: 0 }, tokens: { back: 0, same: 0, leftOut: 0 } }
  for await (const { head, body } of backup.sections()) {
    if (head.section !== 'record') continue
    const value = (): unknown => JSON.parse(Buffer.from(body).toString())
    if (head.kind === PERSON) {
      const isBack = await putIfMissing(records, head, isAllowed ? value() : withoutRights(value()), apply)
      done.people[isBack ? 'back' : 'kept']++
    }
    if (head.kind === TOKEN) {
      if (!isAllowed) done.tokens[(await records.get(TOKEN, head.id)) === null ? 'leftOut' : 'same']++
      else done.tokens[(await putIfMissing(records, head, value(), apply)) ? 'back' : 'same']++
    }
  }
  const finish = async (): Promise<void> => void (apply && isAllowed && (await records.take(RESTORE, backup.header.id)))
  return { ...done, finish }
}

async function hasBegun(records: Records, id: string, now: Date): Promise<boolean> {
  const begun = Begun.safeParse((await records.get(RESTORE, id))?.value)
  return begun.success && now.getTime() - Date.parse(begun.data.at) < FOR_MS
}

/** An owner who cannot come in would still count as one where the last owner is protected. */
const withoutRights = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? { ...value, role: 'viewer' } : value

async function putIfMissing(
  records: Records,
  { kind, id }: { kind: string; id: string },
  value: unknown,
  apply: boolean,
): Promise<boolean> {
  if ((await records.get(kind, id)) !== null) return false
  return apply ? records.put(kind, id, value, 0) : true
}
