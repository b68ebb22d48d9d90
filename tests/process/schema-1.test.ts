/** A store of schema 1 is opened by today's code: nothing of it is lost, and its cards are brought over once. (decision 0032) */
import { assessmentOf, readAssessment, readThreads, textOf, type Block, type Thread } from '@briefboard/board'
import {
  bringOverRoom,
  documentOf,
  examine,
  oneAtATime,
  openBackup,
  readDocument,
  readHistory,
  restore,
  type Finding,
} from '@briefboard/library'
import { REFUSALS, talkRoom, type PackStatus, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, openMemoryStore, openRedisStore, type Store } from '@briefboard/store'
import {
  oldAssessmentOf,
  oldParagraph,
  openClient,
  openRaw,
  startRedis,
  startServer,
  tempFolder,
  until,
  type ServerProcess,
} from '@briefboard/testkit'
import { fromBase64 } from 'lib0/buffer'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { BACKUP, EXPECTED, layOut, OLD_BOARD, oldCard } from './fixtures/schema-1/schema-1.test-suite.ts'
import { ask, tokensFor } from './world.ts'

const CARDS = Object.keys(EXPECTED.cards)
const ANN = EXPECTED.people.Ann

interface OldWorld extends AsyncDisposable {
  server: ServerProcess
  dataDir: string
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>
}

async function openOldWorld(more: Record<string, string> = {}): Promise<OldWorld> {
  const folder = await tempFolder()
  await layOut(folder.path)
  const server = await startServer({ DATA_DIR: folder.path, PORT: '0', ...more })
  return {
    server,
    dataDir: folder.path,
    withStore: (work) => withStore(folder.path, work),
    async [Symbol.asyncDispose]() {
      await server.kill('SIGKILL')
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function withStore<T>(dataDir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openLmdbStore({ dataDir })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Opens a card as a page does, looks, and leaves. */
async function visit<T>(server: ServerProcess, card: string, look: (doc: Y.Doc) => T): Promise<T> {
  const client = openClient({ url: server.url, room: oldCard(card), token: ANN.token })
  await client.synced()
  try {
    return look(client.doc)
  } finally {
    client.close()
  }
}

async function isOld(store: Store, room: RoomId): Promise<boolean> {
  const doc = await readDocument(store, room)
  try {
    return oldAssessmentOf(doc).length > 0
  } finally {
    doc.destroy()
  }
}

async function blocksIn(store: Store, card: string): Promise<Block[]> {
  const doc = await readDocument(store, oldCard(card))
  try {
    return readAssessment(doc)
  } finally {
    doc.destroy()
  }
}

async function runsIn(store: Store, card: string): Promise<{ person: string; letters: string }[]> {
  const history = await readHistory(await store.log.load(oldCard(card)))
  const doc = await documentOf(history)
  const runs: { person: string; letters: string }[] = []
  for (let item = assessmentOf(doc)._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString) || item.content.str === '\n') continue
    const person = history.ledger.owners.get(item.id.client) ?? 'not in the ledger'
    const last = runs.at(-1)
    if (last?.person === person) last.letters += item.content.str
    else runs.push({ person, letters: item.content.str })
  }
  doc.destroy()
  return runs
}

describe('before it is brought over', () => {
  test('a store of schema 1 is sound, and reads as it was written', async () => {
    await using folder = await tempFolder()
    await layOut(folder.path)
    await withStore(folder.path, async (store) => {
      const findings: Finding[] = []
      await examine(store, (finding) => findings.push(finding))
      expect(findings).toEqual([])
      for (const card of CARDS) {
        expect(await blocksIn(store, card)).toEqual(EXPECTED.cards[card]?.blocks)
        expect(await isOld(store, oldCard(card))).toBe(card !== 'empty')
      }
    })
  })
})

test('board, page, search and pack say the same before a card is opened and after', async () => {
  await using world = await openOldWorld()
  const { server } = world
  const owner = (await world.withStore(tokensFor)).owner
  const told = async (): Promise<unknown> => {
    const board = (await (await ask({ server }, owner, `/api/boards/${OLD_BOARD}`)).json()) as {
      cards: { id: string; assessment: Block[]; judgements: unknown[] }[]
    }
    const search = async (query: string): Promise<string[]> => {
      const answer = await ask({ server }, owner, `/api/boards/${OLD_BOARD}/search?q=${query}`)
      const { hits } = (await answer.json()) as { hits: { id: string }[] }
      return hits.map(({ id }) => id).toSorted()
    }
    const page = await (await ask({ server }, owner, `/boards/${OLD_BOARD}/cards/harbour`)).text()
    return {
      cards: board.cards.map(({ id, assessment, judgements }) => ({ id, assessment, judgements: judgements.length })),
      found: [await search('ransoms'), await search('boats'), await search('salt')],
      isOnPage: page.includes('Cem says: The harbour of and Ben Ann is quiet.'),
      pack: await packOf(server, owner),
    }
  }
  const before = (await told()) as { cards: { id: string; assessment: Block[] }[]; isOnPage: boolean }
  for (const { id, assessment } of before.cards) expect(assessment).toEqual(EXPECTED.cards[id]?.blocks)
  expect(before).toMatchObject({
    found: [['assessment:sahel'], ['assessment:harbour', 'card:harbour'], expect.any(Array)],
  })
  expect(before.isOnPage).toBe(true)
  for (const card of CARDS) {
    const blocks = await visit(server, card, (doc) => {
      expect(oldAssessmentOf(doc).length).toBe(0)
      return readAssessment(doc)
    })
    expect(blocks).toEqual(EXPECTED.cards[card]?.blocks)
  }
  expect(await told()).toEqual(before)
})

async function packOf(server: ServerProcess, token: string): Promise<string> {
  const order = { formats: ['md'], ceiling: 'red', cards: ['sahel', 'harbour'] }
  const asked = await ask({ server }, token, `/api/boards/${OLD_BOARD}/packs`, {
    method: 'POST',
    body: JSON.stringify(order),
  })
  const { id } = (await asked.json()) as PackStatus
  const status = async (): Promise<PackStatus> =>
    (await ask({ server }, token, `/api/packs/${id}`)).json() as Promise<PackStatus>
  await until('the pack is made', async () => (await status()).stage === 'ready', 60_000)
  const pack = await (await ask({ server }, token, `/api/packs/${id}/files/briefing.md`)).text()
  expect(pack).toContain('Fighters: falling')
  // What differs from one pack to the next is when and as what it was made.
  return pack.slice(pack.indexOf('Threat in the Sahel'), pack.indexOf('come at night'))
}

test('whose each letter is stays known, and nobody’s is nobody’s', async () => {
  await using world = await openOldWorld()
  for (const card of CARDS) await visit(world.server, card, () => undefined)
  await world.withStore(async (store) => {
    for (const card of CARDS) {
      expect(await isOld(store, oldCard(card))).toBe(false)
      expect(await runsIn(store, card)).toEqual(EXPECTED.cards[card]?.runs)
    }
    const { ledger } = await readHistory(await store.log.load(oldCard('harbour')))
    const known = new Set(['', ...Object.values(EXPECTED.people).map(({ id }) => id)])
    for (const owner of ledger.owners.values()) expect(known).toContain(owner)
    const findings: Finding[] = []
    await examine(store, (finding) => findings.push(finding))
    expect(findings).toEqual([])
  })
})

test('S8: a card is brought over once; what is written then lies in its log, and what was deleted is in nothing that is sent', async () => {
  await using world = await openOldWorld()
  const room = oldCard('harbour')
  const first = openClient({ url: world.server.url, room, token: ANN.token })
  await first.synced()
  assessmentOf(first.doc).insert(assessmentOf(first.doc).length, ' Written today.')
  await first.saved.whenSaved()
  expect(Buffer.from(Y.encodeStateAsUpdate(first.doc)).includes('This was deleted')).toBe(false)
  first.close()
  const head = (await world.withStore((store) => store.log.heads([room]))).get(room)
  expect(head?.position).toBe(2)
  await world.server.kill('SIGTERM')
  const again = await startServer({ DATA_DIR: world.dataDir, PORT: '0' })
  try {
    expect(await visit(again, 'harbour', (doc) => textOf(readAssessment(doc)))).toMatch(/night\. Written today\.$/)
    expect((await withStore(world.dataDir, (store) => store.log.heads([room]))).get(room)).toEqual(head)
  } finally {
    await again.kill('SIGKILL')
  }
})

test('comments hang on the words that they hung on, also on short ones that stand more than once', async () => {
  await using world = await openOldWorld()
  const threads = await world.withStore(threadsIn)
  expect(threads).toHaveLength(EXPECTED.comments.length)
  for (const { thread, card, words, nth } of EXPECTED.comments) {
    const { anchor } = threads.find(({ id }) => id === thread) ?? expect.unreachable()
    if (anchor === null) expect.unreachable()
    expect(anchor.quote).toBe(words)
    await visit(world.server, card, (doc) => {
      const text = assessmentOf(doc)
      const [from, to] = [anchor.start, anchor.end].map((end) =>
        Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(fromBase64(end)), doc),
      )
      // One character for each unit, as places in a text are counted.
      const units = text
        .toDelta()
        .map(({ insert }: { insert: unknown }) => (typeof insert === 'string' ? insert : '\0'))
        .join('')
      expect(from?.type).toBe(text)
      expect(units.slice(from?.index, to?.index)).toBe(words)
      // Found by their words alone they would be found too, where these are long enough to be known again.
      expect(units.split(words).length - 1).toBeGreaterThan(nth)
    })
  }
})

async function threadsIn(store: Store): Promise<Thread[]> {
  const doc = await readDocument(store, talkRoom(OLD_BOARD))
  try {
    return readThreads(doc)
  } finally {
    doc.destroy()
  }
}

test('a backup of schema 1 is restored, and brought over when it is opened', async () => {
  await using folder = await tempFolder()
  await withStore(folder.path, (store) => restoreOld(store))
  const server = await startServer({ DATA_DIR: folder.path, PORT: '0' })
  try {
    for (const card of CARDS) {
      expect(await visit(server, card, (doc) => readAssessment(doc))).toEqual(EXPECTED.cards[card]?.blocks)
    }
    await withStore(folder.path, async (store) => {
      for (const card of CARDS) {
        expect(await isOld(store, oldCard(card))).toBe(false)
        expect(await runsIn(store, card)).toEqual(EXPECTED.cards[card]?.runs)
      }
    })
  } finally {
    await server.kill('SIGKILL')
  }
})

async function restoreOld(store: Store): Promise<void> {
  const backup = await openBackup(BACKUP)
  try {
    await restore(store, backup, { apply: true, withAccess: true, now: new Date() })
  } finally {
    await backup.close()
  }
}

test('two nodes that open a card at once bring it over once, and both have the same text', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const seeding = await openRedisStore({ url: redis.url })
  await restoreOld(seeding)
  const nodes = await Promise.all([startServer(settings), startServer(settings)])
  try {
    for (const card of CARDS) {
      const clients = nodes.map(({ url }) => openClient({ url, room: oldCard(card), token: ANN.token }))
      await Promise.all(clients.map((client) => client.synced()))
      const [one, two] = clients
      if (one === undefined || two === undefined) expect.unreachable()
      assessmentOf(one.doc).insert(0, 'From one. ')
      assessmentOf(two.doc).insert(assessmentOf(two.doc).length, ' From two.')
      await until('both have both', () => {
        const [a, b] = clients.map(({ doc }) => textOf(readAssessment(doc)))
        return a === b && a?.includes('From one.') === true && a.includes('From two.')
      })
      await Promise.all(clients.map((client) => client.saved.whenSaved()))
      expect(readAssessment(one.doc)).toEqual(readAssessment(two.doc))
      const words = textOf(readAssessment(one.doc))
      for (const { letters } of EXPECTED.cards[card]?.runs ?? []) expect(words.replaceAll('\n', '')).toContain(letters)
      expect(await isOld(seeding, oldCard(card))).toBe(false)
      for (const client of clients) client.close()
    }
  } finally {
    await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
    await seeding.close()
    await redis.stop()
  }
})

test('a server that is killed while it brings cards over leaves each as it was or as it is to be', async () => {
  for (let attempt = 0; attempt < 6; attempt++) {
    await using world = await openOldWorld()
    const clients = CARDS.map((card) => openClient({ url: world.server.url, room: oldCard(card), token: ANN.token }))
    // At another moment each time.
    await new Promise((resolve) => setTimeout(resolve, 15 * attempt))
    await world.server.kill('SIGKILL')
    for (const client of clients) client.close()
    await world.withStore(async (store) => {
      for (const card of CARDS) {
        expect(await blocksIn(store, card)).toEqual(EXPECTED.cards[card]?.blocks)
        await bringOverRoom(store, oldCard(card), oneAtATime)
        expect(await blocksIn(store, card)).toEqual(EXPECTED.cards[card]?.blocks)
        expect(await runsIn(store, card)).toEqual(EXPECTED.cards[card]?.runs)
      }
    })
  }
}, 240_000)

describe('pages of schema 1', () => {
  test('S8: one that was open is told that there is another history, and then to load the page again', async () => {
    await using world = await openOldWorld()
    const { url } = world.server
    const room = oldCard('harbour')
    const epoch = (await world.withStore((store) => store.log.heads([room]))).get(room)?.epoch ?? ''
    const named = await openRaw({ url, room: `${room}?epoch=${epoch}`, token: ANN.token, schema: null })
    expect(await named.closed).toBe(REFUSALS['history-changed'].close)
    const anew = await openRaw({ url, room, token: ANN.token, schema: null })
    expect(await anew.mark()).toBeNull()
    // Pages of that time take a final code that they do not know for one after which only loading again helps.
    expect(await anew.closed).toBe(4410)
    expect(await visit(world.server, 'harbour', (doc) => readAssessment(doc))).toEqual(
      EXPECTED.cards['harbour']?.blocks,
    )
  })

  test('S1, S8: a stock client that writes in the old form is refused, and nothing that is stored changes', async () => {
    await using world = await openOldWorld()
    const { url } = world.server
    const room = oldCard('harbour')
    const client = await openRaw({ url, room, token: ANN.token })
    const doc = new Y.Doc()
    oldAssessmentOf(doc).push([oldParagraph('In the old form.')])
    client.sendUpdate(Y.encodeStateAsUpdate(doc))
    expect(await client.mark()).toBe('old-form')
    client.close()
    expect(await visit(world.server, 'harbour', (seen) => readAssessment(seen))).toEqual(
      EXPECTED.cards['harbour']?.blocks,
    )
  })

  test('on the board and in its talk nothing is different for them', async () => {
    await using world = await openOldWorld()
    const room = talkRoom(OLD_BOARD)
    const client = await openRaw({ url: world.server.url, room, token: ANN.token, schema: null })
    expect(await client.mark()).toBe('saved')
    client.close()
  })
})

test('S6: a card of schema 1 that is damaged is not brought over before somebody has mended it', async () => {
  const store = openMemoryStore()
  await restoreOld(store)
  const room = oldCard('harbour')
  const { epoch } = await store.log.load(room)
  await store.log.append(room, epoch, Uint8Array.of(1, 2, 3), ANN.id)
  expect(await bringOverRoom(store, room, oneAtATime)).toBe('damaged')
  expect(await blocksIn(store, 'harbour')).toEqual(EXPECTED.cards['harbour']?.blocks)
  await store.close()
})
