/** S10: rights that change while a connection is open, on one node, on two, and through the command line. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { writeAssessment } from '@briefboard/board'
import { invite } from '@briefboard/library'
import { boardRoom, type InvitedPerson, type Role } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore } from '@briefboard/store'
import {
  openClient,
  openRaw,
  startRedis,
  startServer,
  tempFolder,
  until,
  type RawClient,
  type ServerProcess,
  type SyncClient,
} from '@briefboard/testkit'
import { expect, test } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { ask, BOARD, roomOf } from './world.ts'

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/briefboard.mjs', import.meta.url))
const run = promisify(execFile)
const ROOM = roomOf('europe')
const WITHIN_MS = 1000

interface Node {
  server: ServerProcess
  folder: string
  /** A token of the first owner. */
  owner: string
}

async function withNode(work: (node: Node) => Promise<void>): Promise<void> {
  await using folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path })
  const store = await openLmdbStore({ dataDir: folder.path })
  const { token: owner } = await invite(store.records, { name: 'The owner', role: 'owner' }, new Date())
  await store.close()
  try {
    await work({ server, folder: folder.path, owner })
  } finally {
    await server.kill('SIGKILL')
  }
}

async function inviteBy({ server, owner }: Omit<Node, 'folder'>, name: string, role: Role): Promise<InvitedPerson> {
  const answer = await ask({ server }, owner, '/api/people', { method: 'POST', body: JSON.stringify({ name, role }) })
  return (await answer.json()) as InvitedPerson
}

/** The session's cookie of whoever opens the link. */
async function signIn(server: ServerProcess, link: string): Promise<Record<string, string>> {
  const answer = await fetch(new URL('/api/session', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ code: new URL(link).searchParams.get('code') }),
  })
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

/** The next code that the client's connection is closed with, and when that was. */
function nextClose({ provider }: SyncClient): Promise<{ code: number; at: number }> {
  return new Promise((resolve) => {
    const onClose = (event: { code: number } | null): void => {
      if (event === null) return
      provider.off('connection-close', onClose)
      resolve({ code: event.code, at: performance.now() })
    }
    provider.on('connection-close', onClose)
  })
}

/** Writes `word-1`, `word-2` … until it is stopped; gives how many there are so far. */
function typeInto(doc: Y.Doc): { count: () => number; stop: () => void } {
  let words = 0
  const timer = setInterval(() => write(doc, `word-${++words};`), 20)
  return { count: () => words, stop: () => clearInterval(timer) }
}

/** Which of the words of `typeInto` a text has. */
const wordsIn = (text: string): number[] => Array.from(text.matchAll(/word-(\d+);/g), ([, word]) => Number(word))

function write(doc: Y.Doc, words: string): void {
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }], 'test')
}

const storedText = async (server: ServerProcess, token: string): Promise<string> =>
  (await ask({ server }, token, `/api/boards/${BOARD}`)).text()

async function isGoingOn(client: RawClient): Promise<boolean> {
  return client.socket.readyState === WebSocket.OPEN && (await client.mark()) !== null
}

/** Types as `token` on `typing`, has `remove` remove that person, and checks what becomes of it. */
async function expectCutOff(
  { typing, token }: { typing: ServerProcess; token: string },
  remove: () => Promise<void>,
  reader: { server: ServerProcess; token: string },
): Promise<void> {
  const client = openClient({ url: typing.url, room: ROOM, token })
  await client.synced()
  const words = typeInto(client.doc)
  await until('some words are typed', () => words.count() > 5)
  await client.saved.whenSaved()
  const closing = nextClose(client)
  await remove()
  const removedAt = performance.now()
  const { code, at } = await closing
  const typedBefore = words.count()
  expect(code).toBe(4403)
  expect(at - removedAt).toBeLessThan(WITHIN_MS)
  // Goes on typing, and tries to come back with all of it.
  await until('it goes on typing', () => words.count() > typedBefore + 10)
  const refusing = nextClose(client)
  client.provider.connect()
  expect((await refusing).code).toBe(4401)
  words.stop()
  expect(client.saved.state.kind).not.toBe('saved')
  const stored = await storedText(reader.server, reader.token)
  expect(wordsIn(stored)).toContain(1)
  expect(wordsIn(stored).filter((word) => word > typedBefore)).toEqual([])
  client.close()
}

test('S10: a removed member who goes on typing is cut within 1 s and nothing of it is stored', () =>
  withNode(async (node) => {
    const { person, token } = await inviteBy(node, 'Ann', 'editor')
    const reader = { server: node.server, token: node.owner }
    const remove = async (): Promise<void> => {
      expect((await ask(node, node.owner, `/api/people/${person.id}`, { method: 'DELETE' })).status).toBe(204)
    }
    await expectCutOff({ typing: node.server, token }, remove, reader)
    expect((await ask(node, token, '/api/session')).status).toBe(401)
  }))

test('S10: a removed member whose client does not listen, and sends on, writes nothing more', () =>
  withNode(async (node) => {
    const { person, token } = await inviteBy(node, 'Ann', 'editor')
    const client = await openRaw({ url: node.server.url, room: ROOM, token })
    const doc = new Y.Doc()
    doc.on('update', (update) => client.sendUpdate(update))
    write(doc, 'before;')
    expect(await client.mark()).toBe('saved')
    // From here on it reads nothing, so it never sees that it was sent away.
    client.socket.pause()
    expect((await ask(node, node.owner, `/api/people/${person.id}`, { method: 'DELETE' })).status).toBe(204)
    const removedAt = performance.now()
    const words = typeInto(doc)
    await until('a second has passed', () => performance.now() - removedAt > WITHIN_MS)
    const late = words.count() + 1
    await until('it has sent more', () => words.count() > late + 20)
    words.stop()
    client.socket.resume()
    await client.closed
    const stored = await storedText(node.server, node.owner)
    expect(stored.includes('before;')).toBe(true)
    expect(wordsIn(stored).filter((word) => word >= late)).toEqual([])
  }))

test('S10: a demoted editor is cut within 1 s and comes back as reader', () =>
  withNode(async (node) => {
    const { person, token } = await inviteBy(node, 'Ann', 'editor')
    const open = () => openClient({ url: node.server.url, room: ROOM, token })
    const editor = open()
    const neighbour = await openRaw({ url: node.server.url, room: ROOM, token: node.owner })
    await editor.synced()
    write(editor.doc, 'as an editor;')
    await editor.saved.whenSaved()
    const closing = nextClose(editor)
    const body = JSON.stringify({ role: 'viewer' })
    expect((await ask(node, node.owner, `/api/people/${person.id}`, { method: 'PATCH', body })).status).toBe(200)
    const demotedAt = performance.now()
    const { code, at } = await closing
    expect([code, at - demotedAt < WITHIN_MS]).toEqual([4403, true])
    const reader = open()
    await reader.synced()
    write(reader.doc, 'as a reader;')
    await expect(reader.saved.whenSaved()).rejects.toThrow('read-only')
    expect(reader.saved.greeting?.role).toBe('viewer')
    const stored = await storedText(node.server, node.owner)
    expect([stored.includes('as an editor;'), stored.includes('as a reader;')]).toEqual([true, false])
    expect(await isGoingOn(neighbour)).toBe(true)
    for (const client of [editor, reader, neighbour]) client.close()
  }))

test('S10: signing out cuts that session’s connections, sync and news, and no others', () =>
  withNode(async (node) => {
    const { token, link } = await inviteBy(node, 'Ann', 'editor')
    const headers = await signIn(node.server, link)
    const { url } = node.server
    const own = await Promise.all([ROOM, boardRoom(BOARD)].map((room) => openRaw({ url, room, headers })))
    const others = await Promise.all([token, node.owner].map((one) => openRaw({ url, room: ROOM, token: one })))
    const news = await openNews(url, headers)
    for (const client of [...own, ...others]) expect(await client.mark()).toBe('saved')
    const out = await fetch(new URL('/api/session', url), { method: 'DELETE', headers })
    const outAt = performance.now()
    expect(out.status).toBe(204)
    expect(await Promise.all(own.map(({ closed }) => closed))).toEqual([4401, 4401])
    await news.closed
    expect(performance.now() - outAt).toBeLessThan(WITHIN_MS)
    for (const client of others) expect(await isGoingOn(client)).toBe(true)
    for (const client of others) client.close()
  }))

test('S10: an expired session is cut', () =>
  withNode(async (node) => {
    const { link } = await inviteBy(node, 'Ann', 'editor')
    const headers = await signIn(node.server, link)
    const store = await openLmdbStore({ dataDir: node.folder })
    const [session] = await store.records.list('session')
    if (session === undefined) throw new Error('unreachable')
    const expiresAt = Date.now() + 1500
    // Sessions are objects of a person and a time.
    const value = { ...(session.value as object), expiresAt: new Date(expiresAt).toISOString() }
    await store.records.put('session', session.id, value)
    await store.close()
    const client = await openRaw({ url: node.server.url, room: ROOM, headers })
    expect(await client.mark()).toBe('saved')
    expect(await client.closed).toBe(4401)
    expect(Date.now() - expiresAt).toBeGreaterThanOrEqual(0)
    expect(Date.now() - expiresAt).toBeLessThan(WITHIN_MS)
  }))

test('S10: the command line, beside a running server: another role and a removal cut within 1 s', () =>
  withNode(async (node) => {
    const { person, token } = await inviteBy(node, 'Ann', 'editor')
    const env = { ...process.env, DATA_DIR: node.folder }
    const command = async (...args: string[]): Promise<string> =>
      (await run('node', [COMMAND, 'people', ...args], { env })).stdout
    expect(await command()).toMatch(new RegExp(`^${person.id} +editor +Ann$`, 'm'))
    const client = await openRaw({ url: node.server.url, room: ROOM, token })
    expect(await client.mark()).toBe('saved')
    expect(await command('role', person.id, 'reviewer')).toContain('Ann is reviewer')
    const changedAt = performance.now()
    expect(await client.closed).toBe(4403)
    expect(performance.now() - changedAt).toBeLessThan(WITHIN_MS)
    expect(await command('role', person.id, 'editor')).toContain('Ann is editor')
    await expectCutOff({ typing: node.server, token }, async () => void (await command('remove', person.id)), {
      server: node.server,
      token: node.owner,
    })
    const nobody = await command('remove', person.id).catch((error: unknown) => error)
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no such person.') })
    const { events } = (await (await ask(node, node.owner, '/api/people/log')).json()) as {
      events: { what: string; by: { name: string } }[]
    }
    expect(events[0]).toMatchObject({ what: 'removed', by: { name: 'the command line' } })
  }))

test('S10: over two nodes on one Redis: removed on one, cut on the other within 1 s', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const [one, two] = [await startServer(settings), await startServer(settings)]
  try {
    const store = await openRedisStore({ url: redis.url })
    const { token: owner } = await invite(store.records, { name: 'The owner', role: 'owner' }, new Date())
    await store.close()
    const { person, token } = await inviteBy({ server: one, owner }, 'Ann', 'editor')
    const remove = async (): Promise<void> => {
      expect((await ask({ server: one }, owner, `/api/people/${person.id}`, { method: 'DELETE' })).status).toBe(204)
    }
    const neighbour = await openRaw({ url: two.url, room: ROOM, token: owner })
    await expectCutOff({ typing: two, token }, remove, { server: one, token: owner })
    expect(await isGoingOn(neighbour)).toBe(true)
    neighbour.close()
  } finally {
    await Promise.all([one, two].map((node) => node.kill('SIGKILL')))
    await redis.stop()
  }
})

/** A connection for news, made by hand: Engine.IO's handshake, then Socket.IO's. */
async function openNews(url: string, headers: Record<string, string>): Promise<{ closed: Promise<void> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { headers })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer) => {
    const packet = data.toString()
    if (packet.startsWith('0')) socket.send('40')
    if (packet.startsWith('40')) resolve()
  })
  await Promise.race([promise, closed])
  expect(socket.readyState).toBe(WebSocket.OPEN)
  return { closed }
}
