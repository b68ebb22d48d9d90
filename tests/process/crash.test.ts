/** S2, S5: the server is killed again and again while people write; nothing that was shown as saved is lost. */
import { assessmentOf, writeAssessment } from '@briefboard/board'
import { newSeed, openClient, seededRandom, until, type SyncClient } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, BOARD, openWorld, roomOf, type World } from './world.ts'

const CLIENTS = 20
const KILLS = 10
const CARDS = ['europe', 'financing', 'east-africa', 'propaganda']

test(
  'S5: every edit that any client saw as saved is there after each of ten SIGKILLs',
  { timeout: 180_000 },
  async () => {
    const seed = newSeed()
    console.log(`TEST_SEED=${seed}`)
    const random = seededRandom(seed)
    await using world = await openWorld()
    const saved = new Set<string>()
    const writers = Array.from({ length: CLIENTS }, (_, number) => startWriter(world, number, random, saved))
    try {
      for (let kill = 1; kill <= KILLS; kill++) {
        const before = saved.size
        await until(
          `something more is saved before kill ${kill}`,
          () => saved.size > before + Math.floor(random() * 200),
        )
        await world.server.kill('SIGKILL')
        const promised = new Set(saved)
        await world.restart()
        expect(await missing(world, promised), `lost after kill ${kill}`).toEqual([])
      }
    } finally {
      for (const writer of writers) writer.stop()
    }
    await Promise.all(writers.map((writer) => writer.finished))
    expect(await missing(world, saved)).toEqual([])
    expect(saved.size).toBeGreaterThan(KILLS * CLIENTS)
    await expectSameTexts(
      world,
      writers.map(({ client, card }) => ({ client, card })),
    )
    for (const { client } of writers) client.close()
  },
)

interface Writer {
  client: SyncClient
  card: string
  stop(): void
  /** Settles when all that was written is saved. */
  finished: Promise<void>
}

/** Writes a word of its own, waits for "saved", now and then only every few words, and goes on. */
function startWriter(world: World, number: number, random: () => number, saved: Set<string>): Writer {
  const card = CARDS[number % CARDS.length] ?? 'europe'
  const client = openClient({ url: world.server.url, room: roomOf(card), token: world.tokens.editor })
  let going = true
  const write = async (): Promise<void> => {
    await client.synced()
    for (let count = 0; going;) {
      const words = Array.from({ length: 1 + Math.floor(random() * 4) }, () => `w${number}x${count++}y`)
      for (const word of words) append(client.doc, word)
      await client.saved.whenSaved()
      for (const word of words) saved.add(word)
    }
  }
  return { client, card, finished: write(), stop: () => (going = false) }
}

function append(doc: Y.Doc, word: string): void {
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text: word }] }], 'test')
}

/** Which of the words a fresh reader does not find. */
async function missing(world: World, words: ReadonlySet<string>): Promise<string[]> {
  const response = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)
  const found = new Set((await response.text()).match(/w\d+x\d+y/g))
  return [...words].filter((word) => !found.has(word))
}

async function expectSameTexts(world: World, writers: { client: SyncClient; card: string }[]): Promise<void> {
  for (const card of CARDS) {
    const fresh = openClient({ url: world.server.url, room: roomOf(card), token: world.tokens.viewer })
    await fresh.synced()
    for (const writer of writers.filter((one) => one.card === card)) {
      await until(`client and server agree on ${card}`, () => text(writer.client.doc) === text(fresh.doc))
    }
    fresh.close()
  }
}

const text = (doc: Y.Doc): string => assessmentOf(doc).toString()
