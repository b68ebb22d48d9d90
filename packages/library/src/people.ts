/** Who may come in: people, their bearer tokens, one-time sign-in links and sessions, as records. Secrets are kept as hashes only. */
import { createHash, randomBytes } from 'node:crypto'
import { colorOf, newId, Refusal, Role, type Person } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'
import { z } from 'zod'

const PERSON = 'person'
const TOKEN = 'token'
const LINK = 'link'
const SESSION = 'session'

const PersonRecord = z.object({ name: z.string(), role: Role, createdAt: z.string() })
const KeyRecord = z.object({ person: z.string(), expiresAt: z.string().nullable() })

const DAY_MS = 24 * 60 * 60 * 1000
export const LINK_LIFE_MS = 7 * DAY_MS
export const SESSION_LIFE_MS = 30 * DAY_MS

export interface Invitation {
  person: Person
  /** For `Authorization: Bearer`. Shown once; the store holds its hash. */
  token: string
  /** For one sign-in, within a week. */
  code: string
}

/** Makes a person with a bearer token and a one-time sign-in code. */
export async function invite(
  records: Records,
  { name, role }: { name: string; role: Role },
  now: Date,
): Promise<Invitation> {
  const id = newId()
  await records.put(PERSON, id, { name, role, createdAt: now.toISOString() })
  const token = await newKey(records, TOKEN, id, null)
  const code = await newKey(records, LINK, id, new Date(now.getTime() + LINK_LIFE_MS))
  return { person: { id, name, role, color: colorOf(id) }, token, code }
}

export async function isAnybodyThere(records: Records): Promise<boolean> {
  return (await records.list(PERSON)).length > 0
}

/** Turns a sign-in code into a session's secret; the code is spent. @throws Refusal link-used */
export async function signIn(records: Records, code: string, now: Date): Promise<{ person: Person; session: string }> {
  const link = KeyRecord.safeParse((await records.take(LINK, hash(code)))?.value)
  const person = link.success && !isOver(link.data.expiresAt, now) ? await readPerson(records, link.data.person) : null
  if (person === null) throw new Refusal('link-used')
  const session = await newKey(records, SESSION, person.id, new Date(now.getTime() + SESSION_LIFE_MS))
  return { person, session }
}

export async function signOut(records: Records, session: string): Promise<void> {
  await records.take(SESSION, hash(session))
}

export const personOfSession = (records: Records, session: string, now: Date): Promise<Person | null> =>
  personOf(records, SESSION, session, now)
export const personOfToken = (records: Records, token: string, now: Date): Promise<Person | null> =>
  personOf(records, TOKEN, token, now)

async function personOf(records: Records, kind: string, secret: string, now: Date): Promise<Person | null> {
  const key = KeyRecord.safeParse((await records.get(kind, hash(secret)))?.value)
  if (!key.success || isOver(key.data.expiresAt, now)) return null
  return readPerson(records, key.data.person)
}

async function readPerson(records: Records, id: string): Promise<Person | null> {
  const person = PersonRecord.safeParse((await records.get(PERSON, id))?.value)
  return person.success ? { id, name: person.data.name, role: person.data.role, color: colorOf(id) } : null
}

async function newKey(records: Records, kind: string, person: string, expiresAt: Date | null): Promise<string> {
  const secret = randomBytes(24).toString('base64url')
  await records.put(kind, hash(secret), { person, expiresAt: expiresAt?.toISOString() ?? null })
  return secret
}

/** The secrets are random and long, so that a plain hash is enough to keep them. */
const hash = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const isOver = (expiresAt: string | null, now: Date): boolean => expiresAt !== null && new Date(expiresAt) <= now
