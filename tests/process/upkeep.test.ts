/** What a server does for its rooms unasked: compaction, comparing hashes, closing what nobody uses, telling of damage. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openClient, readMetrics, until, type SyncClient } from '@briefboard/testkit'
import { open } from 'lmdb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorld, roomOf, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld({ COMPACT_AFTER_ENTRIES: '20', IDLE_ROOM_SECONDS: '1' })))
afterAll(() => world[Symbol.asyncDispose]())

async function enter(card: string, more: { onDiverged?: () => void } = {}): Promise<SyncClient> {
  const client = openClient({ url: world.server.url, room: roomOf(card), token: world.tokens.editor, ...more })
  await client.synced()
  return client
}

async function type({ doc, saved }: SyncClient, letters: number): Promise<void> {
  for (let count = 0; count < letters; count++) doc.getText('t').insert(doc.getText('t').length, 'x')
  await saved.whenSaved()
}

const metric = async (name: string, label?: string): Promise<number> =>
  (await readMetrics(world.server.url))(`briefboard_${name}`, label)

test('S7: a long log becomes a snapshot while people write, and a cold reader gets the whole text', async () => {
  const client = await enter('long')
  // Letters that are typed at once share an entry of the log.
  for (let turns = 0; turns < 25; turns++) await type(client, 20)
  await until('the room is compacted', async () => (await metric('compactions_total', 'ok')) > 0)
  await type(client, 5)
  const { newest, position } = await world.withStore((store) => store.log.inspect(roomOf('long')))
  expect(newest).toBeGreaterThanOrEqual(20)
  expect(position).toBeGreaterThan(newest)
  client.close()
  await world.server.kill('SIGKILL')
  await world.restart()
  const cold = await enter('long')
  expect(cold.doc.getText('t').length).toBe(505)
  cold.close()
})

test('S13: a room that nobody uses is closed, and opens again with all that was in it', async () => {
  const client = await enter('left')
  await type(client, 3)
  expect(await metric('rooms')).toBeGreaterThan(0)
  client.close()
  await until('no room is open', async () => (await metric('rooms')) === 0)
  const again = await enter('left')
  expect(again.doc.getText('t').toString()).toBe('xxx')
  again.close()
})

test('S15: a client that shows another text than the server notices and is counted; one that agrees does not', async () => {
  let agreeing = 0
  let wrong = 0
  const good = await enter('hashes', { onDiverged: () => agreeing++ })
  const bad = await enter('hashes', { onDiverged: () => wrong++ })
  await type(good, 1)
  await until('both have it', () => bad.doc.getText('t').length === 1)
  // A fault of the client's own: its text changes, and neither its tracker nor the server hears of it.
  bad.doc.transact(() => bad.doc.getText('t').insert(0, 'not there'), bad.provider)
  await bad.saved.whenSaved().catch(() => undefined)
  await type(good, 1)
  await until('the one with another text notices', () => wrong > 0)
  expect(agreeing).toBe(0)
  expect(await metric('divergences_total')).toBe(1)
  expect(await metric('resyncs_total', 'diverged')).toBe(1)
  for (const client of [good, bad]) client.close()
})

test('S6: a damaged entry is set aside: the room opens with the rest, its clients are told, and it is counted', async () => {
  const client = await enter('damaged')
  await type(client, 1)
  client.doc.getMap('m').set('after', true)
  await client.saved.whenSaved()
  client.close()
  await world.server.kill('SIGTERM')
  damageEntry(world.dataDir, roomOf('damaged'), 3)
  await world.restart()
  const reader = await enter('damaged')
  await reader.saved.whenSaved()
  await until('the reader is told', () => reader.saved.notices.has('damaged'))
  expect(reader.doc.getText('t').toString()).toBe('x')
  expect(await metric('damaged_entries_total')).toBe(1)

  const closed = new Promise<number>((resolve) => reader.provider.on('closed', ({ code }) => resolve(code)))
  await expect(mend(roomOf('damaged'))).rejects.toMatchObject({ code: 2 })
  expect((await mend(roomOf('damaged'), '--yes')).stdout).toContain('has a new history')
  expect(await closed).toBe(4409)
  const again = await enter('damaged')
  await again.saved.whenSaved()
  expect(again.doc.getText('t').toString()).toBe('x')
  expect(again.saved.notices.size).toBe(0)
  for (const each of [reader, again]) each.close()
})

const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))

const mend = (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [COMMAND, 'mend', ...args], {
    env: { ...process.env, DATA_DIR: world.dataDir, REDIS_URL: '' },
  })

/** Turns the bits of an entry's last byte, as a bad disk might. */
function damageEntry(dataDir: string, room: string, position: number): void {
  const root = open({ path: dataDir, noSubdir: false, maxDbs: 16, encoding: 'binary' })
  const log = root.openDB<Uint8Array, (string | number)[]>('log', { encoding: 'binary' })
  const bytes = Uint8Array.from(log.get([room, position]) ?? [])
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff
  log.putSync([room, position], bytes)
  void root.close()
}
