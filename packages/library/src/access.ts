/** Who stands behind a secret, and how open connections learn that this has changed. (S10) */
import type { Person } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'
import { hashOf, readKey, type KeyKind } from './keys.ts'
import { readPerson } from './person.ts'

/** What somebody was let in with. */
export interface Access {
  person: Person
  /** Names the stored token or session (`kind:hash`), so that it can be looked at again. Never the secret itself. */
  credential: string
  /** When it ends by itself; null: never. */
  expiresAt: Date | null
}

export const accessByToken = (records: Records, token: string, now: Date): Promise<Access | null> =>
  accessBy(records, 'token', hashOf(token), now)
export const accessBySession = (records: Records, session: string, now: Date): Promise<Access | null> =>
  accessBy(records, 'session', hashOf(session), now)

/** Why an access that was valid once is not any more. */
export type AccessEnd = 'access-ended' | 'sign-in-needed'

/** Looks at it again: null while it is as it was. */
export async function endOf(records: Records, access: Access, now: Date): Promise<AccessEnd | null> {
  const person = await readPerson(records, access.person.id)
  if (person?.role !== access.person.role) return 'access-ended'
  const [kind, hash = ''] = access.credential.split(':')
  // Made by `accessBy` below, which knows these two kinds.
  const key = await readKey(records, kind as KeyKind, hash, now)
  return key === null ? 'sign-in-needed' : null
}

const CHANGES = ['access', 'changes'] as const

/** To be called after every change that may end an access: all nodes and processes watch this one record. */
export async function tellChange(records: Records, now: Date): Promise<void> {
  await records.put(...CHANGES, { at: now.toISOString() })
}

/** A number that is another one after each such change. */
export async function readChanges(records: Records): Promise<number> {
  return (await records.get(...CHANGES))?.version ?? 0
}

async function accessBy(records: Records, kind: 'token' | 'session', hash: string, now: Date): Promise<Access | null> {
  const key = await readKey(records, kind, hash, now)
  const person = key === null ? null : await readPerson(records, key.person)
  return key === null || person === null ? null : { person, credential: `${kind}:${hash}`, expiresAt: key.expiresAt }
}
