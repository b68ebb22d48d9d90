/** Who may come in: people are invited, sign in and out, get another name or role, and are removed. */
import { newId, Refusal, type Person, type PersonDetails, type PersonEvent, type Role } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'
import { tellChange } from './access.ts'
import { hashOf, newKey, readKey, removeKeysOf, takeKey } from './keys.ts'
import { noteEvent } from './people-log.ts'
import { listStoredPeople, PERSON, personOf, readPerson, readStoredPerson, type StoredPerson } from './person.ts'

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

/** Who changes something, as the audit trail names them; the id is empty where it is no person. */
export type Doer = PersonEvent['by']

const THE_SERVER: Doer = { id: '', name: 'the server' }

/** Makes a person with a bearer token and a one-time sign-in code. */
export async function invite(
  records: Records,
  { name, role }: { name: string; role: Role },
  now: Date,
  by: Doer = THE_SERVER,
): Promise<Invitation> {
  const id = newId()
  const at = now.toISOString()
  await records.put(PERSON, id, { name, role, createdAt: at })
  const token = await newKey(records, 'token', id, null)
  const code = await newKey(records, 'link', id, new Date(now.getTime() + LINK_LIFE_MS))
  await noteEvent(records, { at, by: named(by), what: 'invited', person: { id, name }, role })
  return { person: personOf({ id, value: { name, role, createdAt: at } }), token, code }
}

export async function isAnybodyThere(records: Records): Promise<boolean> {
  return (await records.list(PERSON)).length > 0
}

/** In order of name. */
export async function listPeople(records: Records): Promise<PersonDetails[]> {
  const people = await listStoredPeople(records)
  return people
    .map((stored) => ({ ...personOf(stored), createdAt: stored.value.createdAt }))
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id))
}

/** Whom a sign-in code would sign in; null if it is spent, over or none. It is not spent by that. */
export async function whomLinkSignsIn(records: Records, code: string, now: Date): Promise<Person | null> {
  const link = await readKey(records, 'link', hashOf(code), now)
  return link === null ? null : readPerson(records, link.person)
}

/** Turns a sign-in code into a session's secret; the code is spent. @throws Refusal link-used */
export async function signIn(records: Records, code: string, now: Date): Promise<{ person: Person; session: string }> {
  const link = await takeKey(records, 'link', hashOf(code), now)
  const person = link === null ? null : await readPerson(records, link.person)
  if (person === null) throw new Refusal('link-used')
  const session = await newKey(records, 'session', person.id, new Date(now.getTime() + SESSION_LIFE_MS))
  return { person, session }
}

export async function signOut(records: Records, session: string, now: Date): Promise<void> {
  await takeKey(records, 'session', hashOf(session), now)
  await tellChange(records, now)
}

export interface Change {
  by: Doer
  now: Date
}

/** Another name, another role, or both. @throws Refusal no-such-person, last-owner */
export async function changePerson(
  records: Records,
  id: string,
  { name, role }: { name?: string | undefined; role?: Role | undefined },
  { by, now }: Change,
): Promise<Person> {
  const before = await existingPerson(records, id)
  const after = { ...before.value, name: name ?? before.value.name, role: role ?? before.value.role }
  if (before.value.role === 'owner' && after.role !== 'owner') await refuseLastOwner(records, id)
  // Somebody else was faster: what they made of it is looked at first.
  if (!(await records.put(PERSON, id, after, before.version)))
    return changePerson(records, id, { name, role }, { by, now })
  if (before.value.role === 'owner' && after.role !== 'owner') await takeBackIfNoOwner(records, before)
  await tellChange(records, now)
  const [at, person] = [now.toISOString(), { id, name: after.name }]
  if (after.name !== before.value.name)
    await noteEvent(records, { at, by: named(by), what: 'renamed', person, from: before.value.name })
  if (after.role !== before.value.role)
    await noteEvent(records, {
      at,
      by: named(by),
      what: 'role-changed',
      person,
      from: before.value.role,
      role: after.role,
    })
  return personOf({ id, value: after })
}

/** Removes a person with all tokens, links and sessions; gives who it was. @throws Refusal no-such-person, last-owner */
export async function removePerson(records: Records, id: string, { by, now }: Change): Promise<Person> {
  const stored = await existingPerson(records, id)
  if (stored.value.role === 'owner') {
    await refuseLastOwner(records, id)
    // An owner loses the role first: if no owner is left then, because two remove each other, that can be taken back.
    const demoted = { ...stored.value, role: 'viewer' }
    if (!(await records.put(PERSON, id, demoted, stored.version))) return removePerson(records, id, { by, now })
    await takeBackIfNoOwner(records, stored)
  }
  if ((await records.take(PERSON, id)) === null) throw new Refusal('no-such-person', id)
  await tellChange(records, now)
  await removeKeysOf(records, id)
  const person = personOf(stored)
  await noteEvent(records, { at: now.toISOString(), by: named(by), what: 'removed', person: { id, name: person.name } })
  return person
}

/** A whole person may be given as the doer; the audit trail keeps id and name. */
const named = ({ id, name }: Doer): Doer => ({ id, name })

async function existingPerson(records: Records, id: string): Promise<StoredPerson> {
  const stored = await readStoredPerson(records, id)
  if (stored === null) throw new Refusal('no-such-person', id)
  return stored
}

async function refuseLastOwner(records: Records, id: string): Promise<void> {
  const owners = (await listStoredPeople(records)).filter(({ value }) => value.role === 'owner')
  if (owners.every((owner) => owner.id === id)) throw new Refusal('last-owner')
}

/** Two owners who demote each other at once both pass the first look; this second one, after the write, finds it. */
async function takeBackIfNoOwner(records: Records, { id, value }: StoredPerson): Promise<void> {
  const people = await listStoredPeople(records)
  if (people.some((person) => person.value.role === 'owner')) return
  const now = people.find((person) => person.id === id)
  if (now !== undefined) await records.put(PERSON, id, value, now.version)
  throw new Refusal('last-owner')
}
