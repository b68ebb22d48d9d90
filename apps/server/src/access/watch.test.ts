/** S10: the watch over accesses that open connections rest on, with a store in memory and a clock of the test's own. */
import {
  accessBySession,
  accessByToken,
  changePerson,
  invite,
  removePerson,
  SESSION_LIFE_MS,
  signIn,
  signOut,
  type Access,
} from '@briefboard/library'
import { openMemoryStore, StoreUnavailable, type Records } from '@briefboard/store'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchAccess, type AccessWatch } from './watch.ts'

const BY = { id: '', name: 'test' }
const WITHIN_MS = 1000

let records: Records
let reads: string[]
let isAway: boolean
let ended: [credential: string, why: string][]
/** As they were when their access ended. */
let roles: string[]
let watch: AccessWatch
const now = (): Date => new Date()

beforeEach(() => {
  vi.useFakeTimers()
  const store = openMemoryStore().records
  reads = []
  isAway = false
  records = {
    ...store,
    async get(kind, id) {
      reads.push(kind)
      if (isAway) throw new StoreUnavailable('Away for the test.')
      return store.get(kind, id)
    },
  }
  ended = []
  roles = []
  watch = watchAccess({
    records,
    onEnded({ credential, person }, why) {
      ended.push([credential, why])
      roles.push(person.role)
    },
    onFault: (error) => {
      throw error
    },
  })
})
afterEach(() => {
  watch.close()
  vi.useRealTimers()
})

async function letIn(role: 'editor' | 'owner' = 'editor'): Promise<{ id: string; access: Access; code: string }> {
  const { person, token, code } = await invite(records, { name: 'Ann', role }, now())
  const access = await accessByToken(records, token, now())
  if (access === null) throw new Error('unreachable')
  return { id: person.id, access, code }
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

test('S10: a removed person is told within a second, once; others are not', async () => {
  const [ann, bob] = [await letIn(), await letIn()]
  for (const { access } of [ann, ann, bob]) watch.use(access)
  await pass(WITHIN_MS)
  await removePerson(records, ann.id, { by: BY, now: now() })
  await pass(WITHIN_MS)
  expect(ended).toEqual([[ann.access.credential, 'access-ended']])
})

test('S10: another role ends the access; another name does not', async () => {
  const { id, access } = await letIn()
  watch.use(access)
  await changePerson(records, id, { name: 'Anna' }, { by: BY, now: now() })
  await pass(WITHIN_MS)
  expect(ended).toEqual([])
  await changePerson(records, id, { role: 'viewer' }, { by: BY, now: now() })
  await pass(WITHIN_MS)
  expect(ended).toEqual([[access.credential, 'access-ended']])
})

test('S10: who has come back with the new role before the old one was ended is not sent away for it', async () => {
  const { id, access } = await letIn()
  watch.use(access)
  await pass(WITHIN_MS)
  await changePerson(records, id, { role: 'viewer' }, { by: BY, now: now() })
  watch.use({ ...access, person: { ...access.person, role: 'viewer' } })
  await pass(WITHIN_MS)
  expect(ended).toEqual([[access.credential, 'access-ended']])
  expect(roles).toEqual(['editor'])
  await pass(WITHIN_MS)
  expect(ended).toHaveLength(1)
})

test('S10: a role that changes while the connection is being made is found too', async () => {
  const [ann, bob] = [await letIn(), await letIn()]
  watch.use(bob.access)
  await changePerson(records, ann.id, { role: 'viewer' }, { by: BY, now: now() })
  await pass(WITHIN_MS)
  watch.use(ann.access)
  await pass(WITHIN_MS)
  expect(ended).toEqual([[ann.access.credential, 'access-ended']])
})

test('S10: signing out ends that session, not the person’s token', async () => {
  const { access, code } = await letIn()
  const { session } = await signIn(records, code, now())
  const bySession = await accessBySession(records, session, now())
  if (bySession === null) throw new Error('unreachable')
  watch.use(access)
  watch.use(bySession)
  await signOut(records, session, now())
  await pass(WITHIN_MS)
  expect(ended).toEqual([[bySession.credential, 'sign-in-needed']])
})

test('S10: a session ends by the clock, with the store away too', async () => {
  const { code } = await letIn()
  const { session } = await signIn(records, code, now())
  const access = await accessBySession(records, session, now())
  if (access === null) throw new Error('unreachable')
  vi.setSystemTime(now().getTime() + SESSION_LIFE_MS - 5000)
  watch.use(access)
  await pass(4000)
  expect(ended).toEqual([])
  isAway = true
  await pass(1000 + WITHIN_MS)
  expect(ended).toEqual([[access.credential, 'sign-in-needed']])
})

test('with the store away nobody is sent out; what happened meanwhile is found when it is back', async () => {
  const { id, access } = await letIn()
  watch.use(access)
  await pass(WITHIN_MS)
  await removePerson(records, id, { by: BY, now: now() })
  isAway = true
  await pass(10_000)
  expect(ended).toEqual([])
  isAway = false
  await pass(WITHIN_MS)
  expect(ended).toEqual([[access.credential, 'access-ended']])
})

test('while nothing changes a look costs one read, however many connections; none without connections', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, () => letIn()))
  const releases = people.map(({ access }) => watch.use(access))
  await pass(WITHIN_MS)
  reads.length = 0
  await pass(4000)
  expect(new Set(reads)).toEqual(new Set(['access']))
  expect(reads.length).toBeLessThanOrEqual(10)
  for (const release of releases) release()
  reads.length = 0
  await pass(4000)
  expect(reads).toEqual([])
})

test('what nobody rests on any more is not told; releasing twice counts once', async () => {
  const { id, access } = await letIn()
  const [first] = [watch.use(access), watch.use(access)]
  first()
  first()
  await removePerson(records, id, { by: BY, now: now() })
  await pass(WITHIN_MS)
  expect(ended).toHaveLength(1)
  watch.use(access)()
  await pass(WITHIN_MS)
  expect(ended).toHaveLength(1)
})

test('S10: a change that nobody told of, because its process died, is found within a minute', async () => {
  const { id, access } = await letIn()
  watch.use(access)
  await pass(WITHIN_MS)
  await records.take('person', id)
  await pass(60_000 + WITHIN_MS)
  expect(ended).toEqual([[access.credential, 'access-ended']])
})
