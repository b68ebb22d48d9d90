/** What a running server says of itself: numbers at /metrics, alive and ready at /health. */
import { assessmentOf } from '@briefboard/board'
import { openClient, openRaw, readMetrics, startRedis, startServer, tempFolder, until } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, openWorld, roomOf } from './world.ts'

const ROOM = roomOf('europe')

test('an edit, a refusal and a connection move their numbers; when all have left, they are back', async () => {
  await using world = await openWorld()
  const { url } = world.server
  const before = await readMetrics(url)
  expect([before('briefboard_connections'), before('briefboard_rooms')]).toEqual([0, 0])
  const editor = openClient({ url, room: ROOM, token: world.tokens.editor })
  await editor.synced()
  assessmentOf(editor.doc).insert(0, 'Words.')
  await editor.saved.whenSaved()
  const viewer = await openRaw({ url, room: ROOM, token: world.tokens.viewer })
  const doc = new Y.Doc()
  doc.getText('t').insert(0, 'x')
  viewer.sendUpdate(Y.encodeStateAsUpdate(doc))
  expect(await viewer.mark()).toBe('read-only')

  const during = await readMetrics(url)
  expect(during('briefboard_connections', 'kind="card"')).toBe(2)
  // The card, and the board that says whether a viewer may see it.
  expect(during('briefboard_rooms')).toBe(2)
  for (const name of ['updates_appended_total', 'append_seconds_count', 'saved_seconds_count'])
    expect(during(`briefboard_${name}`) - before(`briefboard_${name}`)).toBeGreaterThan(0)
  expect(during('briefboard_refused_total', 'reason="read-only"')).toBe(1)
  expect(during('briefboard_frames_sent_total')).toBeGreaterThan(0)
  expect(during('briefboard_sent_bytes_total')).toBeGreaterThan(during('briefboard_frames_sent_total'))
  expect(during('process_resident_memory_bytes')).toBeGreaterThan(0)
  const health = (await (await fetch(new URL('/health', url))).json()) as Record<string, unknown>
  expect(health).toMatchObject({ ok: true, phase: 'serving', connections: 2, rooms: 2, durability: 'flushed' })

  editor.close()
  viewer.close()
  await until('the connections are counted out', async () => (await readMetrics(url))('briefboard_connections') === 0)
})

test('S12: a connection that is refused is counted by its reason', async () => {
  await using world = await openWorld()
  const { url } = world.server
  const stranger = await openRaw({ url, room: ROOM })
  expect(await stranger.closed).toBe(4401)
  expect((await readMetrics(url))('briefboard_refused_total', 'reason="sign-in-needed"')).toBe(1)
})

test('with METRICS_TOKEN only its bearer reads them; the token shows nowhere', async () => {
  await using folder = await tempFolder()
  const METRICS_TOKEN = 'only-for-prometheus'
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path, METRICS_TOKEN })
  try {
    await expect(readMetrics(server.url)).rejects.toThrow('403')
    const shown = await (await ask({ server }, METRICS_TOKEN, '/metrics')).text()
    expect(shown).toContain('briefboard_connections')
    const health = await (await fetch(new URL('/health', server.url))).text()
    expect(shown + health + server.output()).not.toContain(METRICS_TOKEN)
    expect((await ask({ server }, METRICS_TOKEN, '/api/boards')).status).toBe(401)
  } finally {
    await server.kill('SIGTERM')
  }
})

test('with Redis gone the node is alive and not ready, and says why; with Redis back it is ready', async () => {
  let redis = await startRedis()
  const server = await startServer({ PORT: '0', REDIS_URL: redis.url })
  const ask = async (path: string): Promise<[number, string]> => {
    const answer = await fetch(new URL(path, server.url))
    return [answer.status, await answer.text()]
  }
  try {
    expect((await ask('/health/ready'))[0]).toBe(200)
    await redis.kill('SIGKILL')
    await until('it is not ready', async () => (await ask('/health/ready'))[0] === 503)
    expect((await ask('/health/live'))[0]).toBe(200)
    const [status, text] = await ask('/health')
    const { problems } = JSON.parse(text) as { problems: string[] }
    expect([status, problems]).toEqual([503, [expect.stringMatching(/Redis/)]])
    redis = await startRedis({ again: redis })
    await until('it is ready again', async () => (await ask('/health/ready'))[0] === 200)
  } finally {
    await server.kill('SIGTERM')
    await redis.stop()
  }
})
