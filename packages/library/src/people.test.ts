/** People on a store: what a change ends, who may not be lost, and what the audit trail says. */
import { openMemoryStore, type Records } from '@briefboard/store'
import { beforeEach, expect, test } from 'vitest'
import { accessBySession, accessByToken, endOf, readChanges } from './access.ts'
import { readPeopleLog } from './people-log.ts'
import {
  changePerson,
  invite,
  LINK_LIFE_MS,
  listPeople,
  removePerson,
  SESSION_LIFE_MS,
  signIn,
  signOut,
  type Doer,
} from './people.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const BY: Doer = { id: 'boss', name: 'The boss' }
const change = { by: BY, now: NOW }
const later = (ms: number): Date => new Date(NOW.getTime() + ms)

let records: Records
beforeEach(() => void (records = openMemoryStore().records))

const add = (name: string, role: 'viewer' | 'editor' | 'owner') => invite(records, { name, role }, NOW, BY)

test('a sign-in link works once and for a week; its session ends after a month', async () => {
  const [{ code }, { code: old }] = [await add('Ann', 'editor'), await add('Bob', 'editor')]
  await expect(signIn(records, old, later(LINK_LIFE_MS))).rejects.toMatchObject({ code: 'link-used' })
  const { session } = await signIn(records, code, NOW)
  await expect(signIn(records, code, NOW)).rejects.toMatchObject({ code: 'link-used' })
  expect(await accessBySession(records, session, later(SESSION_LIFE_MS - 1))).toMatchObject({ person: { name: 'Ann' } })
  expect(await accessBySession(records, session, later(SESSION_LIFE_MS))).toBeNull()
})

test('S10: an access names its record, never its secret', async () => {
  const { token } = await add('Ann', 'editor')
  const access = await accessByToken(records, token, NOW)
  expect(access).toMatchObject({ credential: expect.stringMatching(/^token:[0-9a-f]{64}$/), expiresAt: null })
  expect(JSON.stringify(access)).not.toContain(token)
})

test('S10: removing a person ends all of their tokens, links and sessions, and nobody else’s', async () => {
  const [ann, bob] = [await add('Ann', 'editor'), await add('Bob', 'editor')]
  const { session } = await signIn(records, ann.code, NOW)
  const access = await accessByToken(records, ann.token, NOW)
  const before = await readChanges(records)
  await removePerson(records, ann.person.id, change)
  expect(await readChanges(records)).not.toBe(before)
  expect([await accessByToken(records, ann.token, NOW), await accessBySession(records, session, NOW)]).toEqual([
    null,
    null,
  ])
  expect(access && (await endOf(records, access, NOW))).toBe('access-ended')
  expect((await Promise.all(['token', 'session', 'link'].map((kind) => records.list(kind)))).flat()).toHaveLength(2)
  expect(await accessByToken(records, bob.token, NOW)).not.toBeNull()
  expect((await listPeople(records)).map(({ name }) => name)).toEqual(['Bob'])
})

test('S10: a role that changes ends the access; a name that changes does not', async () => {
  const { person, token } = await add('Ann', 'editor')
  const access = await accessByToken(records, token, NOW)
  if (access === null) throw new Error('unreachable')
  await changePerson(records, person.id, { name: 'Anna' }, change)
  expect(await endOf(records, access, NOW)).toBeNull()
  expect(await changePerson(records, person.id, { role: 'viewer' }, change)).toMatchObject({
    name: 'Anna',
    role: 'viewer',
  })
  expect(await endOf(records, access, NOW)).toBe('access-ended')
})

test('S10: signing out ends one session', async () => {
  const { code, token } = await add('Ann', 'editor')
  const { session } = await signIn(records, code, NOW)
  const access = await accessBySession(records, session, NOW)
  await signOut(records, session, NOW)
  expect(access && (await endOf(records, access, NOW))).toBe('sign-in-needed')
  expect(await accessByToken(records, token, NOW)).not.toBeNull()
})

test('the last owner can be neither removed nor demoted; with a second one either can', async () => {
  const { person } = await add('Ann', 'owner')
  await add('Bob', 'editor')
  await expect(removePerson(records, person.id, change)).rejects.toMatchObject({ code: 'last-owner' })
  await expect(changePerson(records, person.id, { role: 'editor' }, change)).rejects.toMatchObject({
    code: 'last-owner',
  })
  expect(await listPeople(records)).toMatchObject([{ role: 'owner' }, { role: 'editor' }])
  await add('Cem', 'owner')
  await removePerson(records, person.id, change)
  expect(await listPeople(records)).toMatchObject([{ name: 'Bob' }, { name: 'Cem', role: 'owner' }])
})

test.each(['demote', 'remove'] as const)('two owners who %s each other at once leave an owner', async (what) => {
  const owners = [await add('Ann', 'owner'), await add('Bob', 'owner')]
  await Promise.allSettled(
    owners.map(({ person: { id } }) =>
      what === 'remove' ? removePerson(records, id, change) : changePerson(records, id, { role: 'viewer' }, change),
    ),
  )
  expect((await listPeople(records)).filter(({ role }) => role === 'owner').length).toBeGreaterThan(0)
})

test('an unknown person is no fault but a refusal', async () => {
  await expect(removePerson(records, 'nobody', change)).rejects.toMatchObject({ code: 'no-such-person' })
  await expect(changePerson(records, 'nobody', { name: 'X' }, change)).rejects.toMatchObject({ code: 'no-such-person' })
})

test('the audit trail says who did what to whom, the newest first, and outlives the person', async () => {
  const { person } = await add('Ann', 'editor')
  const times = [1, 2].map((seconds) => ({ by: BY, now: later(seconds * 1000) }))
  await changePerson(records, person.id, { role: 'viewer' }, times[0] ?? change)
  await removePerson(records, person.id, times[1] ?? change)
  const whom = { id: person.id, name: 'Ann' }
  expect(await readPeopleLog(records, 10)).toEqual([
    { at: '2026-03-01T12:00:02.000Z', by: BY, what: 'removed', person: whom },
    { at: '2026-03-01T12:00:01.000Z', by: BY, what: 'role-changed', person: whom, from: 'editor', role: 'viewer' },
    { at: '2026-03-01T12:00:00.000Z', by: BY, what: 'invited', person: whom, role: 'editor' },
  ])
  expect(await readPeopleLog(records, 1)).toHaveLength(1)
})
