/** What lets somebody in: bearer tokens, one-time sign-in links and sessions. The store has their hashes only. */
import { createHash, randomBytes } from 'node:crypto'
import type { Records } from '@briefboard/store'
import { z } from 'zod'

export const KEY_KINDS = ['token', 'link', 'session'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

export const KeyRecord = z.object({ person: z.string(), expiresAt: z.string().nullable() })

export interface Key {
  /** The id of whoever holds it. */
  person: string
  /** Null: it does not end by itself. */
  expiresAt: Date | null
}

/** Gives the secret: shown once, kept nowhere. */
export async function newKey(records: Records, kind: KeyKind, person: string, expiresAt: Date | null): Promise<string> {
  const secret = randomBytes(24).toString('base64url')
  await records.put(kind, hashOf(secret), { person, expiresAt: expiresAt?.toISOString() ?? null })
  return secret
}

/** Null if there is none, or if it is over. */
export async function readKey(records: Records, kind: KeyKind, hash: string, now: Date): Promise<Key | null> {
  return keyIn((await records.get(kind, hash))?.value, now)
}

/** Reads and removes it in one step: of two that use it at once, one gets it. */
export async function takeKey(records: Records, kind: KeyKind, hash: string, now: Date): Promise<Key | null> {
  return keyIn((await records.take(kind, hash))?.value, now)
}

export async function removeKeysOf(records: Records, person: string): Promise<void> {
  for (const kind of KEY_KINDS) {
    const held = (await records.list(kind)).filter(({ value }) => KeyRecord.safeParse(value).data?.person === person)
    for (const { id } of held) await records.take(kind, id)
  }
}

/** The secrets are random and long, so that a plain hash is enough to keep them. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

function keyIn(value: unknown, now: Date): Key | null {
  const key = KeyRecord.safeParse(value)
  if (!key.success) return null
  const expiresAt = key.data.expiresAt === null ? null : new Date(key.data.expiresAt)
  return expiresAt !== null && expiresAt <= now ? null : { person: key.data.person, expiresAt }
}
