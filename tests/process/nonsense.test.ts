/** S3, S16: whatever an editor or reviewer writes into a document, the API and every page answer everybody else, soon, and after a restart too. */
import { boardRoom, CardId, cardRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import {
  isSendable,
  newSeed,
  nonsenseBoard,
  nonsenseCard,
  nonsenseTalk,
  openClient,
  openRaw,
  seededRandom,
  until,
  type SyncClient,
} from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld({ MAX_WORK_PER_PERSON: '0' })))
afterAll(() => world[Symbol.asyncDispose]())

/** Some forty pages and answers each time, of a document of twenty megabytes. */
const SLOW_MS = 240_000

/** As long as any of them may take on a machine that does other things too; each takes some 100 ms. */
const MOST_MS = 5_000
const CARD = 'west-africa-sahel'

const API = [
  '',
  `/${BOARD}`,
  `/${BOARD}/coverage`,
  `/${BOARD}/coverage?by=themes`,
  `/${BOARD}/figures`,
  `/${BOARD}/search?q=boats`,
]
const PAGES = [
  '',
  `/cards/${CARD}`,
  '/cards/constructor',
  '/map',
  '/figures',
  '/coverage',
  '/sources',
  '/packs',
  '/search?q=boats%20toString',
]
const PLACES = ['/', ...API.map((path) => `/api/boards${path}`), ...PAGES.map((path) => `/boards/${BOARD}${path}`)]

/** Every page and every answer of the API, as a viewer gets them, and after the server was started again. */
async function expectAnswers(): Promise<void> {
  for (const path of PLACES) await expectAnswer(path)
  await world.server.kill('SIGTERM')
  await world.restart()
  for (const path of PLACES) await expectAnswer(path)
}

async function expectAnswer(path: string): Promise<void> {
  const begun = performance.now()
  const answer = await ask(world, world.tokens.officer, path)
  const text = await answer.text()
  expect(`${path} ${answer.status}`, text.slice(0, 300)).toBe(`${path} 200`)
  expect(performance.now() - begun, path).toBeLessThan(MOST_MS)
}

/** Writes as a stock client does. */
async function write(room: RoomId, change: (doc: Y.Doc) => void): Promise<void> {
  const client: SyncClient = openClient({ url: world.server.url, room, token: world.tokens.editor })
  await client.synced()
  change(client.doc)
  await client.saved.whenSaved()
  client.close()
}

const cardOf = (doc: Y.Doc, card: string): Y.Map<unknown> =>
  (doc.getMap('cards').get(card) as Y.Map<unknown> | undefined) ?? expect.unreachable(`no card ${card}`)

test(
  'values far too large, of another kind, or named like a part of JavaScript',
  async () => {
    await write(boardRoom(BOARD), (doc) => {
      const card = cardOf(doc, CARD)
      for (const name of ['countries', 'gaps', 'lookedAt:x', 'region', 'order']) card.set(name, 'x'.repeat(100_000))
    })
    await write(boardRoom(BOARD), (doc) => cardOf(doc, CARD).set('actors', 'x'.repeat(600_000)))
    await write(boardRoom(BOARD), (doc) =>
      cardOf(doc, CARD).set(
        'tags',
        Array.from({ length: 15_000 }, () => 1),
      ),
    )
    await write(boardRoom(BOARD), (doc) => {
      const card = cardOf(doc, CARD)
      card.set('countries', ['__proto__', 'LY', 'LY', 'constructor'])
      card.set('themes', ['toString', 'financing', 'financing', '__proto__'])
      doc.getMap('cards').set('constructor', new Y.Map([['title', 'Named like a part of JavaScript']]))
      doc.getMap('regions').set('none', { name: 'None', order: 'a0', m49: [], countries: [], headings: [] })
    })
    await write(talkRoom(BOARD), (doc) => {
      for (const card of ['__proto__', 'constructor', CARD]) {
        const said = { id: 'same', by: { id: 'a', name: 'A' }, at: '2026-01-01T00:00:00.000Z', text: 'Said twice.' }
        const thread = new Y.Map<unknown>([
          ['card', card],
          ['messages', Y.Array.from([said, said])],
        ])
        doc.getMap('threads').set(`thread-${card}`, thread)
      }
    })
    await expectAnswers()
    const { openThreads } = (await (await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).json()) as {
      openThreads: Record<string, number>
    }
    expect(openThreads).toMatchObject({ [CARD]: expect.any(Number), constructor: 1 })
  },
  SLOW_MS,
)

test(
  'figures, citations, judgements and comments that are alike or bite their tails',
  async () => {
    const citation = { symbol: 'S/2018/80', paragraph: 13 }
    await write(boardRoom(BOARD), (doc) => {
      const figure = {
        ...{ card: CARD, measure: 'Boats', low: 1e308, high: -1e308, unit: 'boats', period: '2017', basis: 'counted' },
        ...{ qualifier: 'none', citation },
      }
      for (const id of ['one', 'two']) doc.getMap('figures').set(id, figure)
      const judgements = cardOf(doc, CARD).get('judgements') as Y.Map<unknown>
      for (const [id, basis] of [
        ['x', 'y'],
        ['y', 'x'],
      ] as const)
        judgements.set(id, {
          ...{ basis, settles: [id], threatLevel: 'severe', trend: 'rising', likelihood: 'likely', confidence: 'low' },
          ...{ reason: 'r', citations: [citation, citation], by: { id: 'a', name: 'A' }, asOf: null },
          at: '+275760-09-13T00:00:00.000Z',
        })
    })
    await expectAnswers()
  },
  SLOW_MS,
)

test(
  'anything at all, in every room, from whoever may write there',
  async () => {
    const seed = newSeed()
    console.log(`TEST_SEED=${seed}`)
    const random = seededRandom(seed)
    const card = cardRoom(BOARD, CardId.parse(CARD))
    for (let round = 0; round < 5; round++) {
      await send(boardRoom(BOARD), nonsenseBoard(random), world.tokens.editor)
      await send(card, nonsenseCard(random), world.tokens.editor)
      await send(talkRoom(BOARD), nonsenseTalk(random), world.tokens.reviewer)
      for (const path of PLACES) await expectAnswer(path)
    }
    await expectAnswers()
  },
  SLOW_MS,
)

/** In bytes; the gate may refuse it, and whoever is told "saved" has it in the document. */
async function send(room: RoomId, updates: readonly Uint8Array[], token: string): Promise<void> {
  for (const update of updates.filter(isSendable)) {
    const client = await openRaw({ url: world.server.url, room, token })
    client.sendUpdate(update)
    expect(await client.mark()).not.toBeNull()
    client.close()
  }
}

test(
  'a pack of such a board is made in each format',
  async () => {
    const request = { formats: ['pdf', 'md', 'json'], ceiling: 'red' }
    const asked = await ask(world, world.tokens.officer, `/api/boards/${BOARD}/packs`, {
      method: 'POST',
      body: JSON.stringify(request),
    })
    const { id } = (await asked.json()) as { id: string }
    let pack = { stage: '', words: '' }
    await until(
      'the pack is made',
      async () => {
        pack = (await (await ask(world, world.tokens.officer, `/api/packs/${id}`)).json()) as typeof pack
        return pack.stage === 'ready' || pack.stage === 'failed'
      },
      120_000,
    )
    expect(pack.stage, pack.words).toBe('ready')
  },
  SLOW_MS,
)
