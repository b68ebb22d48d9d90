/** Two servers on one Redis are one Briefboard; and a Redis that goes away costs nobody a word. */
import { assessmentOf, writeAssessment } from '@briefboard/board'
import { openRedisStore } from '@briefboard/store'
import { openClient, startRedis, startServer, until } from '@briefboard/testkit'
import { boardRoom } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, BOARD, roomOf, tokensFor } from './world.ts'

function write(doc: Y.Doc, words: string): void {
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }], 'test')
}

const text = (doc: Y.Doc): string => assessmentOf(doc).toString()

async function tokensIn(url: string): ReturnType<typeof tokensFor> {
  const store = await openRedisStore({ url })
  try {
    return await tokensFor(store)
  } finally {
    await store.close()
  }
}

test('S2, S11: two nodes: edits and presence cross, the board is seeded once, and either answers for both', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const nodes = await Promise.all([startServer(settings), startServer(settings)])
  try {
    const tokens = await tokensIn(redis.url)
    const [one, two] = nodes.map(({ url }) => openClient({ url, room: roomOf('europe'), token: tokens.editor }))
    if (one === undefined || two === undefined) throw new Error('unreachable')
    await Promise.all([one.synced(), two.synced()])
    write(one.doc, 'from the first node')
    write(two.doc, 'from the second node')
    await Promise.all([one.saved.whenSaved(), two.saved.whenSaved()])
    await until(
      'both have both',
      () => text(one.doc) === text(two.doc) && text(one.doc).includes('from the second node'),
    )
    expect(text(one.doc)).toContain('from the first node')
    for (const server of nodes) {
      const board = await (await ask({ server }, tokens.viewer, `/api/boards/${BOARD}`)).text()
      expect(board).toContain('from the first node')
      expect(JSON.parse(board).cards).toHaveLength(20)
    }

    const [here, there] = nodes.map(({ url }) => openClient({ url, room: boardRoom(BOARD), token: tokens.viewer }))
    if (here === undefined || there === undefined) throw new Error('unreachable')
    here.provider.awareness.setLocalState({ card: 'europe' })
    await until(
      'presence crosses',
      () => there.provider.awareness.getStates().get(here.doc.clientID)?.['card'] === 'europe',
    )
    here.close()
    await until('leaving crosses', () => !there.provider.awareness.getStates().has(here.doc.clientID))
    for (const client of [one, two, there]) client.close()
  } finally {
    await Promise.all(nodes.map((node) => node.kill('SIGTERM')))
    await redis.stop()
  }
})

test('S5: Redis goes away: edits wait on the device, the server says so, and they are stored when it is back', async () => {
  let redis = await startRedis()
  const server = await startServer({ PORT: '0', REDIS_URL: redis.url })
  try {
    const tokens = await tokensIn(redis.url)
    const client = openClient({ url: server.url, room: roomOf('europe'), token: tokens.editor })
    await client.synced()
    write(client.doc, 'before')
    await client.saved.whenSaved()
    await redis.kill('SIGKILL')
    write(client.doc, 'while it was away')
    await until('the client says that the edit is on the device', () => client.saved.state.kind === 'on-device', 30_000)
    const health = await fetch(new URL('/health', server.url))
    expect([health.status, ((await health.json()) as { problems: string[] }).problems.length]).toEqual([503, 1])
    redis = await startRedis({ again: redis })
    await client.saved.whenSaved()
    const later = openClient({ url: server.url, room: roomOf('europe'), token: tokens.viewer })
    await later.synced()
    expect(text(later.doc)).toContain('before')
    expect(text(later.doc)).toContain('while it was away')
    for (const one of [client, later]) one.close()
  } finally {
    await server.kill('SIGTERM')
    await redis.stop()
  }
})
