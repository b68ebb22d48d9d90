/** S13: rooms that are opened, edited and left, hundreds of times over, leave nothing behind in the server's memory. */
import { CardId, cardRoom, type RoomId } from '@briefboard/protocol'
import { openLmdbStore } from '@briefboard/store'
import {
  INSPECTED,
  openClient,
  readMemory,
  readMetrics,
  startServer,
  tempFolder,
  until,
  type MemoryUse,
  type ServerProcess,
} from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { BOARD, tokensFor } from './world.ts'

const ROOMS = 200
const AT_ONCE = 20
const WARM_UP_ROUNDS = 3
const ROUNDS = 6
const FLAT = 1.05
const MIB = 1024 * 1024

test(
  'S13: an hour of opening, editing and closing, compressed: no room stays open, and memory is flat within 5 %',
  { timeout: 180_000 },
  async () => {
    await using folder = await tempFolder()
    const settings = { PORT: '0', DATA_DIR: folder.path, IDLE_ROOM_SECONDS: '1', MAX_ROOMS_PER_PERSON: '1000' }
    const server = await startServer(settings, INSPECTED)
    try {
      const store = openLmdbStore({ dataDir: folder.path })
      const { editor: token } = await tokensFor(store)
      await store.close()
      for (let round = 0; round < WARM_UP_ROUNDS; round++) await churn(server, token, round)
      const before = await readMemory(server)
      for (let round = 0; round < ROUNDS; round++) await churn(server, token, round)
      const after = await readMemory(server)
      console.log(`${ROUNDS * ROOMS} rooms opened and left: ${wordsOf(before)} before, ${wordsOf(after)} after`)
      expect(inUse(after)).toBeLessThan(inUse(before) * FLAT)
    } finally {
      await server.kill('SIGTERM')
    }
  },
)

/** One round: every room is opened, edited, seen as saved and left; ends when the server has closed them all. */
async function churn(server: ServerProcess, token: string, round: number): Promise<void> {
  const rooms = Array.from({ length: ROOMS }, (_, n) => cardRoom(BOARD, CardId.parse(`churn-${n}`)))
  const visitor = async (): Promise<void> => {
    for (let room = rooms.pop(); room !== undefined; room = rooms.pop()) await visit(server.url, room, token, round)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, visitor))
  await until('no room is open any more', async () => (await readMetrics(server.url))('briefboard_rooms') === 0)
  expect((await readMetrics(server.url))('briefboard_connections')).toBe(0)
}

async function visit(url: string, room: RoomId, token: string, round: number): Promise<void> {
  const client = openClient({ url, room, token })
  await client.synced()
  client.doc.getText('text').insert(0, `Round ${round}. `)
  client.provider.awareness.setLocalState({ card: 'churn' })
  await client.saved.whenSaved()
  client.close()
}

const inUse = ({ heapUsed, external }: MemoryUse): number => heapUsed + external

const wordsOf = (use: MemoryUse): string =>
  `${(inUse(use) / MIB).toFixed(1)} MiB in use (${(use.rss / MIB).toFixed(0)} MiB resident)`
