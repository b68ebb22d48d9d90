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
import { io } from 'socket.io-client'
import { expect, test } from 'vitest'
import { BOARD, tokensFor } from './world.ts'

const ROOMS = 200
const AT_ONCE = 20
const WARM_UP_ROUNDS = 3
const ROUNDS = 6
const FLAT = 1.05
const MIB = 1024 * 1024
const IMPORTS = 6

test(
  'S13: an hour of opening, editing and closing, compressed: no room stays open, and memory is flat within 5 %',
  { timeout: 180_000 },
  async () => {
    await using folder = await tempFolder()
    const settings = {
      PORT: '0',
      DATA_DIR: folder.path,
      IDLE_ROOM_SECONDS: '1',
      MAX_ROOMS_PER_PERSON: '1000',
      MAX_CONNECTIONS_PER_PERSON: '0',
      MAX_WORK_PER_PERSON: '0',
    }
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

/** One round of all that people do beside writing: each thing several times, and everything that it made taken away. */
async function mixedWork(
  { url }: ServerProcess,
  { editor, officer }: Record<'editor' | 'officer', string>,
): Promise<void> {
  const asked = async (token: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await fetch(new URL(path, url), {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...init.headers },
    })
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const json = { 'content-type': 'application/json' }
  const reports = `/api/boards/${BOARD}/reports`
  for (let nth = 0; nth < IMPORTS; nth++) {
    const form = new FormData()
    for (const [name, value] of Object.entries({
      symbol: 'S/2016/830',
      date: '2016-09-30',
      replace: 'true',
      title: 'Harbours',
    }))
      form.set(name, value)
    form.append('file', new Blob([longText(nth)]), 'long.txt')
    await asked(editor, reports, { method: 'POST', body: form })
  }
  const undo = async (): Promise<boolean> =>
    (
      await fetch(new URL(`${reports}/S/2016/830`, url), {
        method: 'DELETE',
        headers: { authorization: `Bearer ${editor}` },
      })
    ).ok
  while (await undo());
  const order = JSON.stringify({ formats: ['md', 'json'], ceiling: 'green', cards: ['europe'] })
  const pack = await asked(officer, `/api/boards/${BOARD}/packs`, { method: 'POST', body: order, headers: json })
  const { id } = (await pack.json()) as { id: string } // the API's PackStatus
  const stage = async (): Promise<string> =>
    ((await (await asked(officer, `/api/packs/${id}`)).json()) as { stage: string }).stage
  await until('the pack is ready', async () => (await stage()) === 'ready', 60_000)
  for (let nth = 0; nth < 10; nth++) {
    await (await asked(editor, `/api/boards/${BOARD}/search?q=harbour${nth}`)).text()
    await (await asked(editor, `/api/boards/${BOARD}`)).text()
    await (await asked(editor, '/api/boards')).text()
    const socket = io(url, {
      transports: ['websocket'],
      extraHeaders: { authorization: `Bearer ${editor}` },
      forceNew: true,
    })
    await new Promise((resolve) => socket.emit('board:watch', BOARD, resolve))
    socket.close()
  }
}

/** A long report, each time another one. */
const longText = (nth: number): string =>
  Array.from(
    { length: 2000 },
    (_, at) =>
      `${at + 1}. Harbour ${at} of reading ${nth} was closed by ice, as its master had expected, and was opened when the thaw came to the outer basin.`,
  ).join('\n\n')

test(
  'S13: imports that replace each other, packs, searches and news leave nothing behind: heap and resident memory stay',
  { timeout: 600_000 },
  async () => {
    await using folder = await tempFolder()
    // One person does here in a minute what many do in a day.
    const server = await startServer({ PORT: '0', DATA_DIR: folder.path, MAX_WORK_PER_PERSON: '0' }, INSPECTED)
    try {
      const store = openLmdbStore({ dataDir: folder.path })
      const tokens = await tokensFor(store)
      await store.close()
      for (let round = 0; round < 2; round++) await mixedWork(server, tokens)
      const before = await readMemory(server)
      for (let round = 0; round < 4; round++) await mixedWork(server, tokens)
      const after = await readMemory(server)
      console.log(`mixed work: ${wordsOf(before)} before, ${wordsOf(after)} after`)
      // 24 readings, each kept by the thread that made it, were 19 MiB.
      expect(inUse(after) - inUse(before)).toBeLessThan(10 * MIB)
      expect(after.rss - before.rss).toBeLessThan(120 * MIB)
    } finally {
      await server.kill('SIGTERM')
    }
  },
)

const inUse = ({ heapUsed, external }: MemoryUse): number => heapUsed + external

const wordsOf = (use: MemoryUse): string =>
  `${(inUse(use) / MIB).toFixed(1)} MiB in use (${(use.rss / MIB).toFixed(0)} MiB resident)`
