/** /api/people over HTTP: owners only, bodies checked at the edge, secrets shown once. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { invite } from '@briefboard/library'
import { ROLES, type Role } from '@briefboard/protocol'
import { openMemoryStore } from '@briefboard/store'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { identify } from '../access/identity.ts'
import { peopleRoutes } from './people.ts'
import { openAllowances } from '../limits/allowances.ts'
import { answerErrors } from './problems.ts'
import type { Services } from './services.ts'

const store = openMemoryStore()
const now = (): Date => new Date()
const server = createServer()
const people = new Map<Role, { id: string; token: string }>()
let url = ''

beforeAll(async () => {
  for (const role of ROLES) {
    const { person, token } = await invite(store.records, { name: `The ${role}`, role }, now())
    people.set(role, { id: person.id, token })
  }
  // The parts of Services that these routes use.
  const services = {
    ...{ store, now, url: 'https://board.example.org' },
    identify: (request) => identify(store.records, request, now()),
    allowances: openAllowances({ isUnbounded: false }),
  } as Partial<Services> as Services
  const onFault = (error: unknown): void => {
    throw error
  }
  const app = express().use(express.json()).use('/api/people', peopleRoutes(services)).use(answerErrors(onFault))
  server.on('request', app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/people`
})
afterAll(() => void server.close())

async function ask(role: Role | null, method: string, path = '', body?: object) {
  const token = role === null ? null : people.get(role)?.token
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>) }
}

test.each<[Role | null, number]>([
  [null, 401],
  ['viewer', 403],
  ['reviewer', 403],
  ['editor', 403],
  ['officer', 403],
])('%s may neither see nor change people', async (role, status) => {
  const id = people.get('viewer')?.id ?? ''
  const tries = [
    await ask(role, 'GET'),
    await ask(role, 'GET', '/log'),
    await ask(role, 'POST', '', { name: 'Mallory', role: 'owner' }),
    await ask(role, 'PATCH', `/${id}`, { role: 'owner' }),
    await ask(role, 'DELETE', `/${id}`),
  ]
  expect(tries.map((answer) => answer.status)).toEqual(tries.map(() => status))
  expect(JSON.stringify((await ask('owner', 'GET')).body)).not.toContain('Mallory')
})

test('an owner invites, changes and removes; the trail names the owner; secrets are shown once', async () => {
  const invited = await ask('owner', 'POST', '', { name: ' Ann ', role: 'editor' })
  expect(invited).toMatchObject({
    status: 201,
    body: {
      person: { name: 'Ann', role: 'editor' },
      link: expect.stringMatching(/^https:\/\/board\.example\.org\/sign-in\?code=\S+$/),
    },
  })
  const { person, token } = invited.body as { person: { id: string }; token: string }
  expect((await ask('owner', 'PATCH', `/${person.id}`, { role: 'viewer' })).body).toMatchObject({
    person: { name: 'Ann', role: 'viewer' },
  })
  const list = JSON.stringify((await ask('owner', 'GET')).body)
  expect(list).toContain(person.id)
  expect(list).not.toContain(token)
  expect((await ask('owner', 'DELETE', `/${person.id}`)).status).toBe(204)
  expect((await ask('owner', 'DELETE', `/${person.id}`)).body).toMatchObject({ code: 'no-such-person', status: 404 })
  const { events } = (await ask('owner', 'GET', '/log')).body as { events: { what: string; by: { name: string } }[] }
  expect(events.slice(0, 3).map(({ what, by }) => [what, by.name])).toEqual([
    ['removed', 'The owner'],
    ['role-changed', 'The owner'],
    ['invited', 'The owner'],
  ])
})

test('the last owner stays, in words', async () => {
  const id = people.get('owner')?.id ?? ''
  for (const answer of [
    await ask('owner', 'DELETE', `/${id}`),
    await ask('owner', 'PATCH', `/${id}`, { role: 'viewer' }),
  ])
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'last-owner', title: expect.stringContaining('last owner') },
    })
})

test.each([{}, { role: 'king' }, { name: '' }, { name: 'x', admin: true }, { name: 'x'.repeat(101) }])(
  'a change %o is refused as a bad request',
  async (body) => {
    expect(await ask('owner', 'PATCH', `/${people.get('viewer')?.id}`, body)).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    })
  },
)
