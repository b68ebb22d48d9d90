/** S7, S12: what was written and deleted again does not fill a document: its log becomes a snapshot, and what remains counts. */
import { openRedisStore } from '@briefboard/store'
import { newClientId, openClient, openRaw, startRedis, startServer, type RawClient } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openWorld, roomOf, tokensFor, type World } from './world.ts'

const MB = 1024 * 1024
const LITTLE = { MAX_DOCUMENT_BYTES: `${8 * MB}`, MAX_WORK_PER_PERSON: '0', MAX_UPDATES_PER_SECOND: '0' }

let world: World
beforeAll(async () => {
  world = await openWorld(LITTLE)
})
afterAll(() => world[Symbol.asyncDispose]())

const open = (card: string): Promise<RawClient> =>
  openRaw({ url: world.server.url, room: roomOf(card), token: world.tokens.editor })

/** Text, and the update that deletes it. */
function writtenAndDeleted(length: number): [Uint8Array, Uint8Array] {
  const doc = Object.assign(new Y.Doc(), { clientID: newClientId() })
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  doc.getText('junk').insert(0, 'x'.repeat(length))
  doc.getText('junk').delete(0, length)
  const [written = new Uint8Array(), deleted = new Uint8Array()] = updates
  return [written, deleted]
}

async function editsAndDeletes(card: string, { url } = world.server, token = world.tokens.officer): Promise<void> {
  const honest = openClient({ url, room: roomOf(card), token })
  await honest.synced()
  honest.doc.getText('t').insert(0, 'Honest words. ')
  await honest.saved.whenSaved()
  honest.doc.getText('t').delete(0, 7)
  await honest.saved.whenSaved()
  honest.close()
}

test('a megabyte that comes and goes, again and again, leaves room for everybody, and the log short', async () => {
  const attacker = await open('emptied')
  for (let round = 0; round < 40; round++) {
    for (const update of writtenAndDeleted(MB - 1000)) attacker.sendUpdate(update)
    expect(await attacker.mark()).toBe('saved')
  }
  await editsAndDeletes('emptied')
  const { newest, position, pieces } = await world.withStore((store) => store.log.inspect(roomOf('emptied')))
  const behind = pieces.filter(({ kind, position }) => kind === 'entry' && position > newest)
  expect(newest).toBeGreaterThan(0)
  expect(position).toBeGreaterThan(newest)
  expect(behind.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(8 * MB)
  attacker.close()
})

test('a document that is full takes what deletes, and then takes words again', async () => {
  const attacker = await open('truly-full')
  const deletions: Uint8Array[] = []
  for (let round = 0; round < 12; round++) {
    const [written, deleted] = writtenAndDeleted(MB - 1000)
    attacker.sendUpdate(written)
    if (round === 0) deletions.push(deleted)
  }
  for (const length of [100_000, 10_000, 1000, 100, 1])
    for (let round = 0; round < 12; round++) attacker.sendUpdate(writtenAndDeleted(length)[0])
  expect(await attacker.mark()).toBe('document-full')
  const honest = await open('truly-full')
  for (const deleted of deletions) honest.sendUpdate(deleted)
  expect(await honest.mark()).toBe('saved')
  await editsAndDeletes('truly-full')
  for (const each of [attacker, honest]) each.close()
})

test('on two nodes of one Redis, too: whoever has no room gets the document compacted, whoever has filled it', async () => {
  const redis = await startRedis()
  const settings = { ...LITTLE, PORT: '0', REDIS_URL: redis.url }
  const [one, two] = [await startServer(settings), await startServer(settings)]
  try {
    const store = await openRedisStore({ url: redis.url })
    const tokens = await tokensFor(store).finally(() => store.close())
    await editsAndDeletes('shared', two, tokens.officer)
    const attacker = await openRaw({ url: one.url, room: roomOf('shared'), token: tokens.editor })
    for (let round = 0; round < 20; round++) {
      for (const update of writtenAndDeleted(MB - 1000)) attacker.sendUpdate(update)
      expect(await attacker.mark()).toBe('saved')
    }
    await editsAndDeletes('shared', two, tokens.officer)
    attacker.close()
  } finally {
    for (const server of [one, two]) await server.kill('SIGKILL')
    await redis.stop()
  }
})
