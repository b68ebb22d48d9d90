/** S7: an edit that arrives on one node while another compacts the same document is still there after both were started again. */
import { invite, readDocument } from '@briefboard/library'
import { BoardId, CardId, cardRoom } from '@briefboard/protocol'
import { openRedisStore, type Store } from '@briefboard/store'
import {
  between,
  newSeed,
  openClient,
  readMetrics,
  seededRandom,
  startRedis,
  startServer,
  until,
  type Random,
  type SyncClient,
} from '@briefboard/testkit'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'

const ROOM = cardRoom(BoardId.parse('isil-2016-2018'), CardId.parse('known-loss'))
const ROUNDS = 18
const RESTART_EVERY = 6
/** So many entries behind the last snapshot begin a compaction at once: twenty times the setting. */
const COMPACT_AT = 20
/** The document is so long that a compaction takes a while. */
const PIECES = 12_000

const textOf = (doc: Y.Doc): Y.Text => doc.getText('text')

test(
  'S7: B writes while A compacts and closes the tab at "Saved": the words are there after both nodes have started again',
  { timeout: 120_000 },
  async () => {
    const random = seededRandom(newSeed())
    const redis = await startRedis()
    const settings = {
      PORT: '0',
      REDIS_URL: redis.url,
      COMPACT_AFTER_ENTRIES: `${COMPACT_AT / 20}`,
      MAX_UPDATES_PER_SECOND: '0',
      MAX_WORK_PER_PERSON: '0',
    }
    const startBoth = () => Promise.all([startServer(settings), startServer(settings)])
    let [a, b] = await startBoth()
    const store = await openRedisStore({ url: redis.url })
    try {
      const [tokenA, tokenB] = await Promise.all([editor(store, 'A'), editor(store, 'B')])
      let atA = await open(a.url, tokenA)
      await fill(atA, random)
      const words: string[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const atB = await open(b.url, tokenB)
        const word = `[round ${round}]`
        const before = await compactions(a.url)
        await compactAndWrite(atA, atB, word, between(random, 0, 120))
        words.push(word)
        expect(await missing(store, words), 'in the store').toEqual([])
        await until('A has ended its compaction', async () => (await compactions(a.url)) > before)
        expect(await missing(store, words), 'in the store, compacted').toEqual([])
        if (round % RESTART_EVERY < RESTART_EVERY - 1) continue
        atA.close()
        await Promise.all([a.kill('SIGKILL'), b.kill('SIGKILL')])
        ;[a, b] = await startBoth()
        atA = await open(a.url, tokenA)
        const shown = textOf(atA.doc).toString()
        expect(
          words.filter((one) => !shown.includes(one)),
          'after both have started again',
        ).toEqual([])
      }
      atA.close()
    } finally {
      await store.close()
      await Promise.all([a.kill('SIGKILL'), b.kill('SIGKILL')])
      await redis.stop()
    }
  },
)

const editor = async (store: Store, name: string): Promise<string> =>
  (await invite(store.records, { name, role: 'editor' }, new Date())).token

async function open(url: string, token: string): Promise<SyncClient> {
  const client = openClient({ url, room: ROOM, token })
  await client.synced()
  return client
}

/** Many small pieces at random places, so that merging them is work. */
async function fill(client: SyncClient, random: Random): Promise<void> {
  const text = textOf(client.doc)
  for (let sent = 0; sent < PIECES; sent += PIECES / 10) {
    client.doc.transact(() => {
      for (let piece = 0; piece < PIECES / 10; piece++) text.insert(between(random, 0, text.length), 'piece ')
    })
    await client.saved.whenSaved()
  }
}

/** A's edits make a compaction due; B's comes `afterMs` later, and B is gone as soon as it is shown as saved. */
async function compactAndWrite(atA: SyncClient, atB: SyncClient, word: string, afterMs: number): Promise<void> {
  // One entry of the log each: what is sent together may become one.
  for (let edit = 0; edit <= COMPACT_AT; edit++) {
    textOf(atA.doc).insert(0, '.')
    await atA.saved.whenSaved()
  }
  const moment = performance.now() + afterMs
  await until('the moment has come', () => performance.now() >= moment)
  textOf(atB.doc).insert(0, word)
  await atB.saved.whenSaved()
  atB.close()
}

async function missing(store: Store, words: readonly string[]): Promise<string[]> {
  const doc = await readDocument(store, ROOM)
  const text = textOf(doc).toString()
  doc.destroy()
  return words.filter((word) => !text.includes(word))
}

/** Those that were kept, and those that came too late because the other node was first. */
const compactions = async (url: string): Promise<number> => (await readMetrics(url))('briefboard_compactions_total')
