/** S16: what somebody with access to Redis, or a fault, may put into one room's stream holds up no other room. */
import { CardId, cardRoom, type RoomId } from '@briefboard/protocol'
import { openRedisStore } from '@briefboard/store'
import { ask as tellRedis, openClient, startRedis, startServer, until } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { HONEST, textOf } from './attack-scene.ts'
import { BOARD, tokensFor } from './world.ts'

test('S16: entries that are none, put by hand into a room’s stream, do not hold up that room’s readers or other rooms', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const nodes = await Promise.all([startServer(settings), startServer(settings)])
  try {
    const store = await openRedisStore({ url: redis.url })
    const { editor: token } = await tokensFor(store)
    await store.close()
    const [spoiled, other] = ['spoiled', 'other'].map((name) => cardRoom(BOARD, CardId.parse(name)))
    if (spoiled === undefined || other === undefined) throw new Error('unreachable')
    const open = (room: RoomId, node: number) => openClient({ url: nodes[node]?.url ?? '', room, token })
    const [writer, reader] = [open(spoiled, 0), open(spoiled, 1)]
    await Promise.all([writer.synced(), reader.synced()])
    textOf(writer.doc).insert(0, HONEST)
    await writer.saved.whenSaved()
    for (const id of ['9999999999999-7', '18446744073709551615-18446744073709551614']) {
      const answer = await tellRedis(redis.port, `XADD briefboard:{${spoiled}}:log ${id} nonsense nonsense`)
      expect(answer).toContain(id)
    }
    const [there, here] = [open(other, 0), open(other, 1)]
    await Promise.all([there.synced(), here.synced()])
    textOf(there.doc).insert(0, 'Elsewhere. ')
    await there.saved.whenSaved()
    await until('other rooms go on', () => textOf(here.doc).toString() === 'Elsewhere. ')
    const fresh = open(spoiled, 1)
    await until('the room is still read', () => textOf(fresh.doc).toString().includes(HONEST))
    for (const { url } of nodes) expect((await fetch(new URL('/health', url))).status).toBe(200)
    for (const client of [writer, reader, there, here, fresh]) client.close()
  } finally {
    await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
    await redis.stop()
  }
})
