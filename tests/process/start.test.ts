/** Starting: what a person at the keyboard is told, and that a first start seeds once. */
import { invite } from '@briefboard/library'
import { openLmdbStore } from '@briefboard/store'
import { startServer, tempFolder } from '@briefboard/testkit'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import { ask, openWorld } from './world.ts'

test('the first start seeds the board and prints an owner’s link; the second does neither', async () => {
  await using world = await openWorld()
  expect(world.server.output()).toMatch(/Sign in as its owner, once, within a week: http:\S+\/sign-in\?code=\S+/)
  const rename = { method: 'POST', body: JSON.stringify({ id: 'second', title: 'Second board', regions: ['North'] }) }
  expect((await ask(world, world.tokens.owner, '/api/boards', rename)).status).toBe(201)
  await world.server.kill('SIGTERM')
  await world.restart()
  expect(world.server.output()).not.toContain('Sign in')
  const { boards } = (await (await ask(world, world.tokens.viewer, '/api/boards')).json()) as {
    boards: { id: string; cards: number }[]
  }
  expect(boards.map(({ id, cards }) => [id, cards])).toEqual([
    ['isil-2016-2018', 20],
    ['second', 0],
  ])
})

test('bad settings stop it, each named', async () => {
  await expect(startServer({ PORT: 'http', PUBLIC_URL: 'board.example.org' })).rejects.toThrow(
    /PORT=http .*\n.*PUBLIC_URL=board.example.org /,
  )
})

test('a port in use is said in one line', async () => {
  await using world = await openWorld()
  await using folder = await tempFolder()
  const PORT = new URL(world.server.url).port
  await expect(startServer({ PORT, DATA_DIR: folder.path })).rejects.toThrow(
    new RegExp(`^The server ended before it served:\\nPort ${PORT} on 127.0.0.1 is in use by another program\\. .*$`),
  )
})

test('a second server on the same folder says so and stops; the first goes on; a killed one leaves no lock', async () => {
  await using folder = await tempFolder()
  const settings = { PORT: '0', DATA_DIR: folder.path }
  const first = await startServer(settings)
  await expect(startServer(settings)).rejects.toThrow(folder.path)
  expect((await fetch(new URL('/health', first.url))).status).toBe(200)
  await first.kill('SIGKILL')
  const second = await startServer(settings)
  await second.kill('SIGTERM')
})

test('a sign-in link works once; its cookie is HttpOnly and SameSite', async () => {
  await using folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path })
  const store = await openLmdbStore({ dataDir: folder.path })
  const { code } = await invite(store.records, { name: 'Ann', role: 'editor' }, new Date())
  const exchange = () =>
    fetch(new URL('/api/session', server.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ code }),
    })
  const [one, two] = await Promise.all([exchange(), exchange()])
  expect([one.status, two.status].toSorted()).toEqual([201, 410])
  const cookie = (one.status === 201 ? one : two).headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/HttpOnly/)
  expect(cookie).toMatch(/SameSite=Lax/)
  const who = await fetch(new URL('/api/session', server.url), { headers: { cookie: cookie.split(';')[0] ?? '' } })
  expect(await who.json()).toMatchObject({ person: { name: 'Ann', role: 'editor' } })
  expect((await exchange()).status).toBe(410)
  await store.close()
  await server.kill('SIGTERM')
})

test('S14: SIGTERM sends clients away with 1012 and ends the process at once, with code 0', async () => {
  await using world = await openWorld()
  const socket = new WebSocket(`${world.server.url.replace('http', 'ws')}/sync/board/isil-2016-2018`, {
    headers: { authorization: `Bearer ${world.tokens.viewer}` },
  })
  await once(socket, 'message')
  const closed = once(socket, 'close')
  const begun = performance.now()
  const code = await world.server.kill('SIGTERM')
  expect([(await closed)[0], code]).toEqual([1012, 0])
  expect(performance.now() - begun).toBeLessThan(5000)
})
