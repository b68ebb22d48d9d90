/** A pack asked for over the API: made in the background, offered whole, under its ceiling. */
import { until } from '@briefboard/testkit'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PackStatus } from '@briefboard/protocol'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const order = (body: unknown): Promise<Response> =>
  ask(world, world.tokens.officer, `/api/boards/${BOARD}/packs`, { method: 'POST', body: JSON.stringify(body) })
const status = async (id: string): Promise<PackStatus> =>
  (await ask(world, world.tokens.officer, `/api/packs/${id}`)).json() as Promise<PackStatus>

test('202 and an id, then every file with the hash that it is said to have', async () => {
  const answer = await order({ formats: ['pdf', 'md', 'json'], ceiling: 'green', cards: ['europe', 'financing'] })
  expect(answer.status).toBe(202)
  const { id } = (await answer.json()) as PackStatus
  await until(
    'the pack is ready or has failed',
    async () => ['ready', 'failed'].includes((await status(id)).stage),
    60_000,
  )
  const { files, stage, words } = await status(id)
  expect([stage, words]).toEqual(['ready', 'Ready'])
  expect(files.map(({ name }) => name).toSorted()).toEqual([
    'briefing.json',
    'briefing.md',
    'briefing.pdf',
    'manifest.json',
  ])
  for (const { name, sha256, size } of files) {
    const bytes = new Uint8Array(
      await (await ask(world, world.tokens.officer, `/api/packs/${id}/files/${name}`)).arrayBuffer(),
    )
    expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
  }
  expect((await ask(world, world.tokens.officer, `/api/packs/${id}/files/passwd`)).status).toBe(404)
})

test.each([
  [{ formats: ['pdf'], ceiling: 'purple' }, 400, 'bad-request'],
  [{ formats: [], ceiling: 'green' }, 400, 'bad-request'],
  [{ formats: ['pdf'], ceiling: 'green', cards: ['no-such-card'] }, 422, 'unknown-cards'],
])('%j is refused with %i %s', async (body, code, name) => {
  const answer = await order(body)
  expect(answer.status).toBe(code)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(await answer.json()).toMatchObject({
    status: code,
    code: name,
    type: expect.any(String),
    title: expect.any(String),
  })
})
