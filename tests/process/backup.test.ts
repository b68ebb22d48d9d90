/** `briefboard backup` and `restore`, beside running servers on a folder and on Redis. */
import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { assessmentOf, writeAssessment } from '@briefboard/board'
import {
  changePerson,
  documentOf,
  invite,
  accessByToken,
  openBackup,
  readHistory,
  removePerson,
  restore,
  signIn,
  writeBackup,
  type RestoreOptions,
} from '@briefboard/library'
import { boardRoom, contentHash, talkRoom, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, openMemoryStore, openRedisStore, type Store } from '@briefboard/store'
import {
  openClient,
  startRedis,
  startServer,
  tempFolder,
  until,
  type ServerProcess,
  type SyncClient,
} from '@briefboard/testkit'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { BOARD, roomOf, tokensFor } from './world.ts'

const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const NOW = new Date()
const BY = { id: '', name: 'test' }
const HISTORY_CHANGED = 4409

interface Answer {
  code: number
  out: string
}

/** Runs a subcommand in a process of its own; never rejects. */
function briefboard(env: Record<string, string>, ...args: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: `${stdout}${stderr}` }),
    )
  })
}

async function hashOf(store: Store, room: RoomId): Promise<string> {
  const doc = await documentOf(await readHistory(await store.log.load(room)))
  try {
    return contentHash(doc)
  } finally {
    doc.destroy()
  }
}

async function textOf(store: Store, room: RoomId): Promise<string> {
  const doc = await documentOf(await readHistory(await store.log.load(room)))
  try {
    return assessmentOf(doc).toString()
  } finally {
    doc.destroy()
  }
}

async function hashesIn(path: string): Promise<Map<string, string>> {
  const backup = await openBackup(path)
  const hashes = new Map<string, string>()
  try {
    for await (const { head } of backup.sections()) if (head.section === 'room') hashes.set(head.room, head.hash)
  } finally {
    await backup.close()
  }
  return hashes
}

function write(doc: Y.Doc, words: string): void {
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }], 'test')
}

interface Writer {
  room: RoomId
  /** What the server has confirmed so far. */
  saved: string[]
  stop(): Promise<void>
}

/** Writes one word after another, each when the one before is saved. */
function startWriter(client: SyncClient, room: RoomId, name: string): Writer {
  const saved: string[] = []
  let isStopped = false
  const work = (async (): Promise<void> => {
    await client.synced()
    for (let n = 0; !isStopped; n++) {
      write(client.doc, `${name}-${n}.`)
      await client.saved.whenSaved()
      saved.push(`${name}-${n}.`)
    }
  })()
  return {
    room,
    saved,
    async stop() {
      isStopped = true
      await work
      client.close()
    },
  }
}

const CARDS = ['europe', 'financing', 'travel']

function startWriters(urls: readonly string[], token: string, count: number): Writer[] {
  return Array.from({ length: count }, (_, n) => {
    const room = roomOf(CARDS[n % CARDS.length] ?? 'europe')
    return startWriter(openClient({ url: urls[n % urls.length] ?? '', room, token }), room, `writer${n}`)
  })
}

/** The close codes that a client's connections end with. */
function closesOf(client: SyncClient): number[] {
  const codes: number[] = []
  client.provider.on('connection-close', (event: { code: number } | null) => {
    if (event !== null) codes.push(event.code)
  })
  return codes
}

interface Site {
  /** For the command line. */
  env: Record<string, string>
  servers: ServerProcess[]
  openStore: () => Store | Promise<Store>
  folder: string
}

/** What must hold on every store: while ten people write, and with clients connected. */
async function backupAndRestoreInUse({ env, servers, openStore, folder }: Site): Promise<void> {
  const store = await openStore()
  const tokens = await tokensFor(store)
  const urls = servers.map(({ url }) => url)
  const file = join(folder, 'while-writing.backup')

  const writers = startWriters(urls, tokens.editor, 10)
  await until('everybody has saved something', () => writers.every(({ saved }) => saved.length >= 3))
  const savedBefore = writers.map(({ room, saved }) => ({ room, words: [...saved] }))
  const made = await briefboard(env, 'backup', file)
  expect(made.out).toMatch(/rooms, .* records/)
  expect(made.code).toBe(0)
  await Promise.all(writers.map((writer) => writer.stop()))

  // Nothing that was saved before it began is missing, in a store of its own.
  const there = { DATA_DIR: join(folder, 'restored'), REDIS_URL: '' }
  expect(await briefboard(there, 'restore', file)).toMatchObject({ code: 0 })
  const restored = openLmdbStore({ dataDir: there.DATA_DIR })
  for (const { room, words } of savedBefore) {
    const text = await textOf(restored, room)
    expect(words.filter((word) => !text.includes(word))).toEqual([])
  }
  for (const [room, hash] of await hashesIn(file)) expect(await hashOf(restored, room as RoomId)).toBe(hash)
  await restored.close()
  expect(await briefboard(there, 'doctor')).toMatchObject({ code: 0 })

  // Snapshots are being made now; each must say what the log says.
  const isCompacted = async (card: string): Promise<boolean> => (await store.log.inspect(roomOf(card))).newest > 0
  await until('it is quiet and logs become snapshots', async () => (await Promise.all(CARDS.map(isCompacted))).every(Boolean)) // prettier-ignore
  expect(await briefboard(env, 'doctor')).toMatchObject({ code: 0, out: expect.stringMatching(/[1-9]\d* snapshots/) })

  // Nobody writes: a backup has the very content of the store.
  const quiet = join(folder, 'quiet.backup')
  expect(await briefboard(env, 'backup', quiet)).toMatchObject({ code: 0 })
  const before = await hashesIn(quiet)
  for (const room of await store.log.rooms())
    expect([room, before.get(room)]).toEqual([room, await hashOf(store, room)])

  // Somebody writes on; then the backup is put back under their feet.
  const clients = urls.map((url) => openClient({ url, room: roomOf('europe'), token: tokens.editor }))
  const untouched = openClient({ url: urls[0] ?? '', room: boardRoom(BOARD), token: tokens.viewer })
  await Promise.all([...clients, untouched].map((client) => client.synced()))
  const closes = clients.map(closesOf)
  const untouchedCloses = closesOf(untouched)
  const [first] = clients
  if (first === undefined) throw new Error('unreachable')
  write(first.doc, 'written after the backup')
  await first.saved.whenSaved()
  await until('it is in the store', async () => (await textOf(store, roomOf('europe'))).includes('after the backup'))

  const held = await briefboard(env, 'restore', quiet)
  expect(held.code).toBe(2)
  expect(held.out).toContain('1 put back')
  expect(held.out).toContain('--yes')
  expect(await briefboard(env, 'restore', quiet, '--dry-run')).toMatchObject({ code: 0 })
  expect(await textOf(store, roomOf('europe'))).toContain('written after the backup')
  expect(closes.flat()).toEqual([])

  const done = await briefboard(env, 'restore', quiet, '--yes')
  expect(done.code).toBe(0)
  expect(done.out).toContain('1 put back')
  await until('both clients are sent away', () => closes.every((codes) => codes.includes(HISTORY_CHANGED)), 5000)
  expect(untouchedCloses).toEqual([])
  for (const room of await store.log.rooms())
    expect([room, before.get(room)]).toEqual([room, await hashOf(store, room)])
  for (const client of [...clients, untouched]) client.close()

  // Whoever comes afresh has the old text, on every node.
  for (const url of urls) {
    const fresh = openClient({ url, room: roomOf('europe'), token: tokens.viewer })
    await fresh.synced()
    expect(assessmentOf(fresh.doc).toString()).not.toContain('written after the backup')
    expect(contentHash(fresh.doc)).toBe(before.get(roomOf('europe')))
    fresh.close()
  }
  expect(await briefboard(env, 'doctor')).toMatchObject({ code: 0 })
  await store.close()
}

test('S8: a folder and its running server: ten writers, restored elsewhere and under open clients', async () => {
  await using folder = await tempFolder()
  const dataDir = join(folder.path, 'data')
  const server = await startServer({ PORT: '0', DATA_DIR: dataDir, COMPACT_AFTER_ENTRIES: '20' })
  const env = { DATA_DIR: dataDir, REDIS_URL: '' }
  try {
    const openStore = (): Store => openLmdbStore({ dataDir })
    await backupAndRestoreInUse({ env, servers: [server], openStore, folder: folder.path })
  } finally {
    await server.kill('SIGTERM')
  }
}, 120_000)

test('S8: a Redis and two nodes: ten writers, restored elsewhere and under open clients', async () => {
  await using folder = await tempFolder()
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url, COMPACT_AFTER_ENTRIES: '20' }
  const servers = await Promise.all([startServer(settings), startServer(settings)])
  try {
    const openStore = (): Promise<Store> => openRedisStore({ url: redis.url })
    await backupAndRestoreInUse({ env: { REDIS_URL: redis.url }, servers, openStore, folder: folder.path })
  } finally {
    await Promise.all(servers.map((server) => server.kill('SIGTERM')))
    await redis.stop()
  }
}, 120_000)

/** Two rooms, a board, a pack with a file, and three people. */
async function smallStore(): Promise<Store> {
  const store = openMemoryStore()
  const doc = new Y.Doc()
  doc.getMap('board').set('title', 'Small')
  await store.log.create(boardRoom(BOARD), Y.encodeStateAsUpdate(doc))
  await store.log.create(talkRoom(BOARD), Uint8Array.of(0, 0))
  const { epoch } = await store.log.load(talkRoom(BOARD))
  const talk = new Y.Doc()
  talk.getMap('threads').set('one', 'said')
  await store.log.append(talkRoom(BOARD), epoch, Y.encodeStateAsUpdate(talk), 'ann')
  await store.records.put('board', BOARD, { createdAt: NOW.toISOString() })
  await store.records.put('pack', 'p1', { id: 'p1', stage: 'ready' })
  await store.files.put('pack/p1/briefing.md', Buffer.from('# Briefing'))
  return store
}

/** All that lies in a store, for a comparison; rooms by what they say and who owns what. */
async function contentOf(store: Store): Promise<unknown> {
  const rooms: unknown[] = []
  for (const room of await store.log.rooms()) {
    const { ledger } = await readHistory(await store.log.load(room))
    rooms.push([room, await hashOf(store, room), [...ledger.owners]])
  }
  const records: unknown[] = []
  for (const kind of await store.records.kinds())
    for (const { id, value } of await store.records.list(kind)) records.push([kind, id, value])
  const files: unknown[] = []
  for (const name of await store.files.names())
    files.push([name, Buffer.from((await store.files.get(name)) ?? []).toString()])
  return { rooms, records, files }
}

async function backedUp(store: Store, path: string): Promise<string> {
  expect((await writeBackup(store, path, { now: NOW, force: false })).problems).toEqual([])
  return path
}

async function restored(store: Store, path: string, options: Partial<RestoreOptions> = {}) {
  const backup = await openBackup(path)
  try {
    return await restore(store, backup, { apply: true, withAccess: false, now: NOW, ...options })
  } finally {
    await backup.close()
  }
}

/** Kinds of records that let somebody in for a while, or are about the moment. */
const FLEETING = ['session', 'link', 'access']

test('everything that is kept comes back as it was; sessions and links do not', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const { code } = await invite(store.records, { name: 'Ann', role: 'editor' }, NOW)
  await signIn(store.records, code, NOW)
  await invite(store.records, { name: 'Bob', role: 'owner' }, NOW)
  const path = await backedUp(store, join(folder.path, 'one'))
  const back = openMemoryStore()
  await restored(back, path)
  for (const kind of FLEETING) for (const { id } of await store.records.list(kind)) await store.records.take(kind, id)
  expect(await contentOf(back)).toEqual(await contentOf(store))
  // Readable by nobody else.
  expect((await stat(path)).mode & 0o077).toBe(0)
})

test('a backup that is cut off or changed anywhere is refused in words, and nothing is changed', async () => {
  await using folder = await tempFolder()
  const path = await backedUp(await smallStore(), join(folder.path, 'one'))
  const whole = await readFile(path)
  const dataDir = join(folder.path, 'data')
  const target = openLmdbStore({ dataDir })
  await target.log.create(boardRoom(BOARD), Uint8Array.of(0, 0))
  const before = await contentOf(target)
  const broken = [
    whole.subarray(0, 5),
    whole.subarray(0, whole.length - 1),
    Buffer.concat([whole, whole]),
    Buffer.from('no backup at all'),
    // Beyond gzip's own head, in which a changed date changes nothing.
    ...Array.from({ length: 60 }, (_, n) => changedAt(whole, 10 + Math.floor((n * (whole.length - 10)) / 60))),
  ]
  for (const bytes of broken) {
    await writeFile(path, bytes)
    await expect(restored(target, path)).rejects.toThrow('nothing was changed')
  }
  // What gzip's own checksum would not see: packed again after the change.
  const forged = gunzipSync(whole)
  forged[forged.indexOf('# Briefing')] = 0x2d
  await writeFile(path, gzipSync(forged))
  await expect(restored(target, path)).rejects.toThrow('SHA-256')
  await writeFile(path, changedAt(whole, 40))
  const told = await briefboard({ DATA_DIR: dataDir, REDIS_URL: '' }, 'restore', path, '--yes')
  expect(told).toMatchObject({ code: 1, out: expect.stringContaining('nothing was changed') })
  expect(await contentOf(target)).toEqual(before)
  await target.close()
})

function changedAt(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 0x10
  return changed
}

test('a backup of the form before, which has other hashes, is restored; one of a later form is not', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const path = await backedUp(store, join(folder.path, 'one'))
  const now = await readFile(path)
  await writeFile(path, withOtherHashes(now, 1))
  const back = openMemoryStore()
  await restored(back, path)
  expect(await contentOf(back)).toEqual(await contentOf(store))
  expect((await restored(back, path)).rooms).toMatchObject({ same: 2 })
  await writeFile(path, withOtherHashes(now, 2))
  await expect(restored(back, path)).rejects.toThrow('says something else')
  await writeFile(path, withOtherHashes(now, 3))
  await expect(restored(back, path)).rejects.toThrow('has the form 3')
})

function withOtherHashes(backup: Buffer, form: number): Buffer {
  const text = gunzipSync(backup).subarray(0, -32).toString('latin1')
  const other = `"hash":"${'0'.repeat(16)}"`
  const changed = text.replace(/"form":\d/, `"form":${form}`).replaceAll(/"hash":"[0-9a-f]{16}"/g, other)
  const bytes = Buffer.from(changed, 'latin1')
  return gzipSync(Buffer.concat([bytes, createHash('sha256').update(bytes).digest()]))
}

test('a file that is there is not written over without --force; a failed backup leaves nothing', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const path = await backedUp(store, join(folder.path, 'one'))
  const before = await readFile(path)
  await expect(writeBackup(store, path, { now: NOW, force: false })).rejects.toThrow('--force')
  const failing: Store = {
    ...store,
    files: { ...store.files, get: () => Promise.reject(new Error('the disk is gone')) },
  }
  await expect(writeBackup(failing, path, { now: NOW, force: true })).rejects.toThrow('the disk is gone')
  expect(await readFile(path)).toEqual(before)
  await expect(stat(`${path}.partial`)).rejects.toThrow('ENOENT')
  await writeBackup(store, path, { now: NOW, force: true })
})

test('--force writes over a backup, and over nothing else: no store, no device, no other file', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const other = join(folder.path, 'data.mdb')
  await writeFile(other, 'somebody’s own bytes')
  // In the place of a device, which a test does not put at risk.
  const pipe = join(folder.path, 'pipe')
  execFileSync('mkfifo', [pipe])
  for (const path of [other, folder.path, pipe])
    await expect(writeBackup(store, path, { now: NOW, force: true })).rejects.toThrow(
      'is no backup and was not changed',
    )
  expect(await readFile(other, 'utf8')).toBe('somebody’s own bytes')
  expect((await stat(pipe)).isFIFO()).toBe(true)
  await expect(openBackup(folder.path)).rejects.toThrow('cannot be read, and nothing was changed')
})

/** A store that fails for good after so many writes, as if the process had been killed there. */
function failingAfter(writes: number, store: Store): Store {
  let left = writes
  const spend = (): void => {
    if (left-- <= 0) throw new Error('cut off')
  }
  const { log, records, files } = store
  return {
    ...store,
    log: { ...log, replace: async (room, state) => (spend(), log.replace(room, state)) },
    records: {
      ...records,
      put: async (kind, id, value, expect) => (spend(), records.put(kind, id, value, expect)),
      take: async (...args) => (spend(), records.take(...args)),
    },
    files: { ...files, put: async (name, bytes) => (spend(), files.put(name, bytes)) },
  }
}

/** What is offered is there. */
async function expectNothingHollow({ records, files, log }: Store): Promise<void> {
  if ((await records.get('board', BOARD)) !== null)
    expect(await log.rooms()).toEqual([boardRoom(BOARD), talkRoom(BOARD)])
  if ((await records.get('pack', 'p1')) !== null) expect(await files.names()).toHaveLength(1)
}

test('a restore that is cut off anywhere is finished by running it again, access included', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  for (const name of ['Ann', 'Bob']) await invite(store.records, { name, role: 'owner' }, NOW)
  const path = await backedUp(store, join(folder.path, 'one'))
  for (const { id } of await store.records.list('link')) await store.records.take('link', id)
  const due = await contentOf(store)
  let cuts = 0
  for (let writes = 0; ; writes++) {
    const target = openMemoryStore()
    const wasCut = await restored(failingAfter(writes, target), path).then(
      () => false,
      () => true,
    )
    await expectNothingHollow(target)
    await restored(target, path)
    expect(await contentOf(target)).toEqual(due)
    if (!wasCut) break
    cuts++
  }
  expect(cuts).toBeGreaterThan(10)
})

test('S10: a removed person comes back as an author, not as somebody who may come in; with --with-access also so', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const [ann, bob, eve] = await Promise.all(
    ['Ann', 'Bob', 'Eve'].map((name) => invite(store.records, { name, role: 'owner' }, NOW)),
  )
  if (ann === undefined || bob === undefined || eve === undefined) throw new Error('unreachable')
  const path = await backedUp(store, join(folder.path, 'one'))
  await removePerson(store.records, eve.person.id, { by: BY, now: NOW })
  await changePerson(store.records, bob.person.id, { role: 'viewer', name: 'Robert' }, { by: BY, now: NOW })

  const { people, tokens } = await restored(store, path)
  expect({ people, tokens }).toEqual({ people: { back: 1, kept: 2 }, tokens: { back: 0, same: 2, leftOut: 1 } })
  expect(await accessByToken(store.records, eve.token, NOW)).toBeNull()
  expect((await store.records.get('person', eve.person.id))?.value).toMatchObject({ name: 'Eve', role: 'viewer' })
  const robert = { name: 'Robert', role: 'viewer' }
  expect((await accessByToken(store.records, bob.token, NOW))?.person).toMatchObject(robert)

  await restored(store, path, { withAccess: true })
  expect((await accessByToken(store.records, eve.token, NOW))?.person.name).toBe('Eve')
  expect((await accessByToken(store.records, bob.token, NOW))?.person).toMatchObject(robert)
})

test('what the backup does not know stays, and is told', async () => {
  await using folder = await tempFolder()
  const store = await smallStore()
  const path = await backedUp(store, join(folder.path, 'one'))
  await store.log.create(boardRoom('later' as typeof BOARD), Uint8Array.of(0, 0))
  await store.records.put('board', 'later', { createdAt: NOW.toISOString() })
  const { rooms, notInBackup } = await restored(store, path)
  expect(rooms).toEqual({ made: 0, replaced: 0, same: 2 })
  expect(notInBackup).toEqual({ boards: 1, rooms: 1 })
  expect(await store.records.get('board', 'later')).not.toBeNull()
})

test('S6: a damaged room does not stop a backup: what is sound is kept, what is missing is said, code 1', async () => {
  await using folder = await tempFolder()
  const redis = await startRedis()
  const store = await openRedisStore({ url: redis.url })
  try {
    await store.log.create(talkRoom(BOARD), Uint8Array.of(0, 0))
    const { epoch } = await store.log.load(talkRoom(BOARD))
    const [lost, kept] = [new Y.Doc(), new Y.Doc()]
    lost.getMap('threads').set('lost', 'said')
    kept.getMap('threads').set('kept', 'said')
    await store.log.append(talkRoom(BOARD), epoch, Y.encodeStateAsUpdate(lost), 'ann')
    await store.log.append(talkRoom(BOARD), epoch, Y.encodeStateAsUpdate(kept), 'ann')
    await removeEntry(redis.url, talkRoom(BOARD), 2)
    const path = join(folder.path, 'one')
    const { code, out } = await briefboard({ REDIS_URL: redis.url }, 'backup', path)
    expect(code).toBe(1)
    expect(out).toContain(`${talkRoom(BOARD)}: Entry 2 is missing`)
    const back = openMemoryStore()
    await restored(back, path)
    const doc = await documentOf(await readHistory(await back.log.load(talkRoom(BOARD))))
    expect(doc.getMap('threads').toJSON()).toEqual({ kept: 'said' })
  } finally {
    await store.close()
    await redis.stop()
  }
})

async function removeEntry(url: string, room: RoomId, position: number): Promise<void> {
  const { createClient } = await import('redis')
  const raw = await createClient({ url }).connect()
  await raw.sendCommand(['XDEL', `briefboard:{${room}}:log`, `${position}-0`])
  await raw.close()
}
