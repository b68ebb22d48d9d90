/** S11: of what a client says of itself, others hear the known fields of known form; what it says else harms nobody. */
import { CardId, cardRoom, QUERY_AWARENESS } from '@briefboard/protocol'
import {
  openClient,
  openRaw,
  presenceFrame,
  startRedis,
  startServer,
  until,
  type RawClient,
  type SyncClient,
} from '@briefboard/testkit'
import { openRedisStore } from '@briefboard/store'
import { createClient } from 'redis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BOARD, openWorld, tokensFor, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

const ROOM = cardRoom(BOARD, CardId.parse('europe'))

/** Who has left is remembered for a moment; so each is another. */
let clients = 4711

interface Scene {
  viewer: RawClient
  other: SyncClient
  stateOf(client: number): Record<string, unknown> | undefined
  close(): void
}

async function openScene(): Promise<Scene> {
  const other = openClient({ url: world.server.url, room: ROOM, token: world.tokens.editor })
  await other.synced()
  const viewer = await openRaw({ url: world.server.url, room: ROOM, token: world.tokens.viewer })
  return {
    ...{ viewer, other },
    stateOf: (client) => other.provider.awareness.getStates().get(client),
    close() {
      viewer.close()
      other.close()
    },
  }
}

const BROKEN = [
  ...['{"anchor":null,"head":null}', '{}', '7', '"x"', '[]', '{"anchor":{"item":{}},"head":{"item":{}}}'],
  ...[
    '{"anchor":{"tname":"anything"},"head":{"tname":"anything"}}',
    '{"anchor":{"item":{"client":1,"clock":1.5}},"head":{}}',
  ],
]

test.each(BROKEN)('S11: a caret %s of a viewer reaches nobody, and what is beside it does', async (cursor) => {
  const scene = await openScene()
  const client = clients++
  scene.viewer.send(presenceFrame(client, 1, `{"cursor":${cursor},"card":"europe","__proto__":{"x":1},"script":"<b>"}`))
  await until('the other hears of the viewer', () => scene.stateOf(client) !== undefined)
  expect(scene.stateOf(client)).toEqual({ card: 'europe', user: expect.objectContaining({ name: 'The viewer' }) })
  scene.close()
})

const ENDLESS = Uint8Array.from([...Array.from({ length: 147 }, () => 0x80), 1])
const NOTHING = Uint8Array.from([...Array.from({ length: 147 }, () => 0x80), 0])

test.each([
  ['a client id that never ends', ENDLESS, 1],
  ['a client id that is no number', NOTHING, 1],
  ['a clock that never ends', 3, ENDLESS],
  ['a clock beyond which there is none', 3, Number.MAX_SAFE_INTEGER],
])('S11: %s is refused, and presence goes on', async (_what, client, clock) => {
  const scene = await openScene()
  scene.viewer.send(presenceFrame(client, clock, '{"card":"europe"}'))
  expect(await scene.viewer.mark()).toBe('malformed')
  const next = await openRaw({ url: world.server.url, room: ROOM, token: world.tokens.viewer })
  const heard = clients++
  next.send(presenceFrame(heard, 1, '{"card":"africa"}'))
  await until('the other hears of the next', () => scene.stateOf(heard)?.['card'] === 'africa')
  next.send(Uint8Array.of(QUERY_AWARENESS))
  next.close()
  scene.close()
})

test('S11: what another node says, of any form, ends nothing', async () => {
  const redis = await startRedis()
  const store = await openRedisStore({ url: redis.url })
  const server = await startServer({ PORT: '0', REDIS_URL: redis.url })
  try {
    const tokens = await tokensFor(store)
    const client = openClient({ url: server.url, room: ROOM, token: tokens.editor })
    await client.synced()
    const publisher = await createClient({ url: redis.url }).connect()
    const say = (bytes: Buffer): Promise<number> =>
      publisher.sPublish(
        `briefboard:{${ROOM}}:presence`,
        Buffer.concat([Buffer.alloc(36, 'x'), bytes]).toString('latin1'),
      )
    const told = (states: unknown): Buffer => Buffer.concat([Buffer.of(0), Buffer.from(JSON.stringify(states))])
    const good = { client: 5, clock: 1, person: 'p', json: '{"card":"europe","cursor":{"anchor":null,"head":null}}' }
    for (const bytes of [
      Buffer.of(),
      Buffer.of(0),
      Buffer.of(9),
      Buffer.from('\0{'),
      told(null),
      told([null]),
      told([{}]),
    ])
      await say(bytes)
    for (const wrong of [
      { client: -1 },
      { client: 1e300 },
      { clock: null },
      { json: 7 },
      { json: '{' },
      { person: {} },
    ])
      await say(told([{ ...good, ...wrong }]))
    await publisher.sPublish(`briefboard:{${ROOM}}:presence`, 'short')
    await say(told([good]))
    const seen = (): unknown => client.provider.awareness.getStates().get(5)
    await until('the good one is heard', () => seen() !== undefined)
    expect(seen()).toEqual({ card: 'europe' })
    client.close()
    await publisher.close()
  } finally {
    await store.close()
    await server.kill('SIGTERM')
    await redis.stop()
  }
})

test('S11: one who comes back is seen at once, and so is what that one does next', async () => {
  const { url } = world.server
  const [watcher, comer] = [world.tokens.editor, world.tokens.owner].map((token) =>
    openClient({ url, room: ROOM, token }),
  )
  if (watcher === undefined || comer === undefined) throw new Error('There are two.')
  const { awareness } = comer.provider
  const cardSeen = () => watcher.provider.awareness.getStates().get(comer.doc.clientID)?.['card']
  awareness.setLocalState({ card: 'europe' })
  await until('it is seen', () => cardSeen() === 'europe')
  for (const card of ['sahel', 'levant']) {
    comer.provider.disconnect()
    await until('it is gone', () => cardSeen() === undefined)
    const begun = performance.now()
    comer.provider.connect()
    await until('it is seen again', () => cardSeen() !== undefined)
    expect(performance.now() - begun, 'y-websocket says by itself that it is here after 15 s').toBeLessThan(10_000)
    awareness.setLocalStateField('card', 'asia')
    awareness.setLocalStateField('card', card)
    await until('it is seen where it is now', () => cardSeen() === card)
    expect(awareness.getLocalState()?.['card']).toBe(card)
  }
  watcher.close()
  comer.close()
})
