/** S4: a client id that was seen stays with its person when its room closes, the server dies, or another node is asked. */
import { openRedisStore } from '@briefboard/store'
import {
  ask as tellRedis,
  forgedText,
  newClientId,
  openClient,
  openRaw,
  presenceFrame,
  readMetrics,
  startRedis,
  startServer,
  until,
  type SyncClient,
} from '@briefboard/testkit'
import type { Role, RoomId } from '@briefboard/protocol'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { textOf } from './attack-scene.ts'
import { openWorld, roomOf, tokensFor } from './world.ts'

type Tokens = Record<Role, string>

const ROOM: RoomId = roomOf('europe')
const HONEST = 'Written on a train. '

/** An editor who has been seen under a client id by another editor, and is offline now, writing. */
async function offlineWriter(url: string, tokens: Tokens): Promise<SyncClient> {
  const victim = openClient({ url, room: ROOM, token: tokens.editor })
  const spy = openClient({ url, room: ROOM, token: tokens.officer })
  onTestFinished(() => (victim.close(), spy.close()))
  await Promise.all([victim.synced(), spy.synced()])
  victim.provider.awareness.setLocalState({ card: null })
  const isSeen = (): boolean => spy.provider.awareness.getStates().has(victim.doc.clientID)
  await until('it is seen', isSeen)
  victim.provider.disconnect()
  await until('it is gone', () => !isSeen())
  spy.provider.disconnect()
  textOf(victim.doc).insert(0, HONEST)
  return victim
}

/** The other editor is first to write under the client id that it has seen, and hears that it is not theirs. */
async function attackFirst(url: string, tokens: Tokens, client: number): Promise<void> {
  const attacker = await openRaw({ url, room: ROOM, token: tokens.officer })
  attacker.sendUpdate(forgedText(new Y.Doc(), client, 'text', 'x'))
  expect.soft(await attacker.mark(), 'the attacker').toBe('not-yours')
  attacker.close()
}

async function expectStored(victim: SyncClient, url: string, tokens: Tokens): Promise<void> {
  victim.provider.connect()
  await victim.saved.whenSaved()
  const reader = openClient({ url, room: ROOM, token: tokens.viewer })
  onTestFinished(() => reader.close())
  await until('others read the words', () => textOf(reader.doc).toString().includes(HONEST))
}

test('S4: a client id that was seen stays with its person after the server was killed', async () => {
  await using world = await openWorld()
  const victim = await offlineWriter(world.server.url, world.tokens)
  await world.server.kill('SIGKILL')
  await world.restart()
  await attackFirst(world.server.url, world.tokens, victim.doc.clientID)
  await expectStored(victim, world.server.url, world.tokens)
})

test('S4: a client id that was seen stays with its person after the room was closed', async () => {
  await using world = await openWorld({ IDLE_ROOM_SECONDS: '0' })
  const { url } = world.server
  const victim = await offlineWriter(url, world.tokens)
  await until('the room is closed', async () => (await readMetrics(url))('briefboard_rooms') === 0)
  await attackFirst(url, world.tokens, victim.doc.clientID)
  await expectStored(victim, url, world.tokens)
})

/** Servers on one Redis. */
async function nodesOf(count: number): Promise<{ urls: string[]; tokens: Tokens; port: number }> {
  const redis = await startRedis()
  onTestFinished(() => redis.stop())
  const starting = Array.from({ length: count }, () => startServer({ PORT: '0', REDIS_URL: redis.url }))
  const nodes = await Promise.all(starting)
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.kill('SIGKILL')))))
  const store = await openRedisStore({ url: redis.url })
  onTestFinished(() => store.close())
  return { urls: nodes.map(({ url }) => url), tokens: await tokensFor(store), port: redis.port }
}

test('S4: a client id that was seen stays with its person on a node where the room was not open', async () => {
  const { urls, tokens } = await nodesOf(2)
  const [here = '', there = ''] = urls
  const victim = await offlineWriter(here, tokens)
  await attackFirst(there, tokens, victim.doc.clientID)
  await expectStored(victim, here, tokens)
})

test('S4: one client id shown on two nodes at once is one person’s, who can write with it; the other cannot', async () => {
  const { urls, tokens } = await nodesOf(2)
  const people = ['editor', 'officer'] as const
  for (let attempt = 0; attempt < 10; attempt++) {
    const client = newClientId()
    const open = people.map((role, at) => openRaw({ url: urls[at] ?? '', room: ROOM, token: tokens[role] }))
    const lines = await Promise.all(open)
    for (const line of lines) line.send(presenceFrame(client, 1, '{"card":null}'))
    const spy = openClient({ url: urls[0] ?? '', room: ROOM, token: tokens.viewer })
    await until('one of them is seen', () => spy.provider.awareness.getStates().has(client))
    const answers: unknown[] = []
    // Whose it is was settled before it was seen: who writes later may well be the one whose it is.
    const inTurn = [...lines.entries()]
    for (const [at, line] of attempt % 2 === 0 ? inTurn : inTurn.toReversed()) {
      line.sendUpdate(forgedText(new Y.Doc(), client, 'race', `${at}`))
      answers[at] = await line.mark()
    }
    const shown: unknown = spy.provider.awareness.getStates().get(client)?.['user']
    expect([...answers].sort()).toEqual(['not-yours', 'saved'])
    expect(shown).toMatchObject({ name: `The ${people[answers.indexOf('saved')]}` })
    for (const line of [...lines, spy]) line.close()
  }
})

test('S4, S11: who comes while the store takes no writes is not shown, those who are here stay, and all is as before afterwards', async () => {
  const { urls, tokens, port } = await nodesOf(1)
  const [url = ''] = urls
  const watcher = openClient({ url, room: ROOM, token: tokens.viewer })
  const here = await openRaw({ url, room: ROOM, token: tokens.officer })
  const comes = await openRaw({ url, room: ROOM, token: tokens.editor })
  onTestFinished(() => (watcher.close(), here.close(), comes.close()))
  const [old, fresh] = [newClientId(), newClientId()]
  const isSeen = (client: number): boolean => watcher.provider.awareness.getStates().has(client)
  here.send(presenceFrame(old, 1, '{"card":null}'))
  await until('one is here', () => isSeen(old))
  await tellRedis(port, 'CONFIG SET min-replicas-to-write 1')
  comes.send(presenceFrame(fresh, 1, '{"card":null}'))
  expect(await comes.mark(), 'edits are as before: there are none').toBe('saved')
  here.send(presenceFrame(old, 2, '{"card":"moved"}'))
  const stateOf = (client: number): unknown => watcher.provider.awareness.getStates().get(client)?.['card']
  await until('who is here is seen to move', () => stateOf(old) === 'moved')
  expect(isSeen(fresh)).toBe(false)
  await tellRedis(port, 'CONFIG SET min-replicas-to-write 0')
  comes.send(presenceFrame(fresh, 2, '{"card":null}'))
  await until('who has come is seen', () => isSeen(fresh))
  comes.sendUpdate(forgedText(new Y.Doc(), fresh, 'text', HONEST))
  expect(await comes.mark()).toBe('saved')
})
