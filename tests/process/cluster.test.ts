/** S2, S5: three nodes on a Redis Cluster; a master dies, its replica takes over, and nobody's saved words are lost. */
import { invite, readDocument } from '@briefboard/library'
import { BoardId, CardId, cardRoom, type RoomId } from '@briefboard/protocol'
import { openRedisStore, type Store } from '@briefboard/store'
import { newSeed, seededRandom, startRedisCluster, startServer, until } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { openLedger, type Ledger } from '../chaos/ledger.ts'
import { startWriter, textOf } from '../chaos/writer.ts'

const DOCUMENTS = 50
const NODES = 3
const GO_ON_MS = 10_000
const BOARD = BoardId.parse('isil-2016-2018')

test(
  'S2, S5: one of three masters is killed: nothing saved is lost, and everybody writes on within ten seconds',
  { timeout: 120_000 },
  async () => {
    const random = seededRandom(newSeed())
    const cluster = await startRedisCluster({ masters: 3, replicas: 1 })
    const settings = {
      PORT: '0',
      REDIS_URL: cluster.url,
      COMPACT_AFTER_ENTRIES: '1',
      MAX_ROOMS_PER_PERSON: '1000',
      MAX_CONNECTIONS_PER_PERSON: '0',
      MAX_WORK_PER_PERSON: '0',
    }
    const nodes = await Promise.all(Array.from({ length: NODES }, () => startServer(settings)))
    const store = await openRedisStore({ url: cluster.url })
    try {
      const { token } = await invite(store.records, { name: 'Editor', role: 'editor' }, new Date())
      const rooms = Array.from({ length: DOCUMENTS }, (_, n) => cardRoom(BOARD, CardId.parse(`cluster-${n}`)))
      const { ledger, lastSaved } = watchedLedger()
      const writers = rooms.map((room, number) => {
        const url = nodes[number % NODES]?.url ?? ''
        return startWriter({ number, room, url, token, random, ledger, restMs: 150 })
      })
      await until('every document has saved words', () => lastSaved.size === DOCUMENTS)

      await cluster.nodes[0]?.kill('SIGKILL')
      const killed = performance.now()
      const isWritingOn = (room: RoomId): boolean => (lastSaved.get(room) ?? 0) > killed + 1000
      await until('everybody writes on', () => rooms.every(isWritingOn), GO_ON_MS)
      await Promise.all(writers.map((writer) => writer.finish()))
      expect(ledger.wrongs()).toEqual([])
      for (const writer of writers) writer.close()
      await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
      expect(await brokenIn(store, rooms, ledger)).toEqual([])
    } finally {
      await store.close()
      await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
      await cluster.stop()
    }
  },
)

/** Also remembers when each room last had something shown as saved. */
function watchedLedger(): { ledger: Ledger; lastSaved: Map<RoomId, number> } {
  const ledger = openLedger()
  const lastSaved = new Map<RoomId, number>()
  const shown: Ledger['shown'] = (edits) => {
    for (const { room } of edits) lastSaved.set(room, performance.now())
    ledger.shown(edits)
  }
  return { ledger: { ...ledger, shown }, lastSaved }
}

async function brokenIn(store: Store, rooms: readonly RoomId[], ledger: Ledger): Promise<string[]> {
  const broken: string[] = []
  for (const room of rooms) {
    const doc = await readDocument(store, room)
    broken.push(...ledger.broken(room, textOf(doc).toString(), ledger.promised()))
    doc.destroy()
  }
  return broken
}
