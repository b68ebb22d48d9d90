/** A pack asked for over the API: made in the background, offered whole, under its ceiling. */
import { until } from '@briefboard/testkit'
import { execFileSync } from 'node:child_process'
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

/** Asks for a pack and waits until it is ready; gives its id. */
async function made(body: unknown): Promise<string> {
  const { id } = (await (await order(body)).json()) as PackStatus
  await until('the pack is ready', async () => (await status(id)).stage === 'ready', 60_000)
  return id
}

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
  const names = files.map(({ name }) => name)
  const drawings = names.filter((name) => name.endsWith('.svg'))
  expect(names.filter((name) => !drawings.includes(name)).toSorted()).toEqual([
    'briefing.json',
    'briefing.md',
    'briefing.pdf',
    'manifest.json',
  ])
  expect(drawings[0]).toBe('map.svg')
  expect(drawings.length).toBeGreaterThan(2)
  for (const { name, sha256, size } of files) {
    const file = await ask(world, world.tokens.officer, `/api/packs/${id}/files/${name}`)
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename=${name}`)
    if (name.endsWith('.svg')) expect(file.headers.get('content-type')).toContain('image/svg+xml')
    const bytes = new Uint8Array(await file.arrayBuffer())
    expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')]).toEqual([size, sha256])
  }
  expect((await ask(world, world.tokens.officer, `/api/packs/${id}/files/passwd`)).status).toBe(404)
})

test('map and charts are in the PDF as words, in the Markdown by name, and as files for whoever may have them', async () => {
  const id = await made({ formats: ['pdf', 'md'], ceiling: 'green', cards: ['middle-east', 'financing'] })
  const fetched = async (name: string): Promise<Buffer> =>
    Buffer.from(await (await ask(world, world.tokens.officer, `/api/packs/${id}/files/${name}`)).arrayBuffer())
  const pdf = execFileSync('pdftotext', ['-layout', '-', '-'], {
    input: await fetched('briefing.pdf'),
    encoding: 'utf8',
  })
  const markdown = (await fetched('briefing.md')).toString()
  for (const words of ['Threat level by region', 'As judged by the end of 2018', 'ISIL income from oil'])
    expect(pdf).toContain(words)
  // What only the drawing says, not the text around it.
  for (const words of ['400–500', 'range: the value lies in here']) expect(pdf).toContain(words)
  const drawings = [...markdown.matchAll(/!\[[^\]]*\]\(([\w.-]+)\)/g)].map(([, name = '']) => name)
  expect(drawings.length).toBeGreaterThan(2)
  for (const name of drawings) expect((await fetched(name)).toString()).toMatch(/^<svg [^>]*><title>/)
  const viewer = await ask(world, world.tokens.viewer, `/api/packs/${id}/files/map.svg`)
  expect(viewer.status).toBe(403)
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
