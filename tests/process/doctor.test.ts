/** `briefboard doctor`: finds nothing in a sound store, and each kind of damage that a test makes by hand; changes nothing. */
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { loadSeeds } from '@briefboard/board/seed'
import { createBoard, examine, type Finding } from '@briefboard/library'
import { BoardId, boardRoom, CardId, cardRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import { writeAssessment } from '@briefboard/board'
import { startRedis, startServer, tempFolder } from '@briefboard/testkit'
import { open } from 'lmdb'
import { createClient } from 'redis'
import { expect, test } from 'vitest'
import * as Y from 'yjs'

const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
const BOARD = BoardId.parse('isil-2016-2018')
const CARD = cardRoom(BOARD, CardId.parse('europe'))
const NOW = new Date()

interface Told {
  code: number
  findings: Finding[]
  summary: { examined: { rooms: number; findings: Record<string, number> } }
}

/** Runs the command with --json in a process of its own. */
async function doctor(env: Record<string, string>): Promise<Told> {
  const { code, stdout } = await new Promise<{ code: number; stdout: string }>((resolve) => {
    execFile(process.execPath, [COMMAND, 'doctor', '--json'], { env: { ...process.env, ...env } }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    )
  })
  const lines = stdout.trim().split('\n')
  // The command's own lines: a finding each, and what was examined at the end.
  const findings = lines.slice(0, -1).map((line) => JSON.parse(line) as Finding)
  return { code, findings, summary: JSON.parse(lines.at(-1) ?? '') as Told['summary'] }
}

async function seeded(store: Store): Promise<void> {
  const { boards } = await loadSeeds(SEEDS)
  for (const board of boards) await createBoard(store, board)
}

/** All that a document with this text would send, written under the given client id. */
function typed(client: number, text: string, doc = new Y.Doc()): Uint8Array {
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text }] }], 'test')
  return Y.encodeStateAsUpdate(doc, before)
}

const codesAt = (findings: readonly Finding[], where: string): string[] =>
  findings.filter((finding) => finding.where === where).map(({ code, position }) => `${position ?? '-'} ${code}`)

async function findingsIn(store: Store): Promise<Finding[]> {
  const findings: Finding[] = []
  await examine(store, (finding) => findings.push(finding))
  return findings
}

test('a sound store with the seeds, beside its running server: nothing is found, code 0', async () => {
  await using folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path })
  try {
    const { code, findings, summary } = await doctor({ DATA_DIR: folder.path, REDIS_URL: '' })
    expect(findings).toEqual([])
    expect(code).toBe(0)
    expect(summary.examined.rooms).toBeGreaterThan(20)
  } finally {
    await server.kill('SIGTERM')
  }
})

test('a folder without a store is told, and none is made', async () => {
  await using folder = await tempFolder()
  const { code } = await doctor({ DATA_DIR: `${folder.path}/nothing`, REDIS_URL: '' }).catch(() => ({ code: 2 }))
  expect(code).toBe(2)
  expect(await readdir(folder.path)).toEqual([])
})

/** Changes what lies in a folder behind the store's back. */
async function changeBytes(
  dataDir: string,
  table: 'log' | 'snapshots' | 'files',
  key: [RoomId, number] | string,
  change: (bytes: Buffer) => Buffer | null,
): Promise<void> {
  const raw = open<Uint8Array, [string, number] | string>({
    ...{ path: dataDir, noSubdir: false, overlappingSync: false, maxDbs: 16, encoding: 'binary' },
  })
  const rows = raw.openDB<Uint8Array, [string, number] | string>(table, { encoding: 'binary' })
  const stored = rows.get(key)
  if (stored === undefined) throw new Error(`There is nothing at ${String(key)}.`)
  const changed = change(Buffer.from(stored))
  await (changed === null ? rows.remove(key) : rows.put(key, changed))
  await raw.close()
}

const flipped = (bytes: Buffer): Buffer => {
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  return bytes
}

test('S6: in a folder: flipped bytes, a hole in the log and a broken snapshot are found; looking changes nothing', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  await seeded(store)
  const { epoch } = await store.log.load(CARD)
  const doc = new Y.Doc()
  for (const word of ['one', 'two', 'three', 'four']) await store.log.append(CARD, epoch, typed(7, word, doc), 'ann')
  const talk = talkRoom(BOARD)
  const state = new Uint8Array([1, 0, 0, 0])
  await store.log.compact(talk, (await store.log.load(talk)).epoch, 0, { position: 1, state }, -1)
  await store.close()
  await changeBytes(folder.path, 'log', [CARD, 3], flipped)
  await changeBytes(folder.path, 'log', [CARD, 5], () => null)
  await changeBytes(folder.path, 'snapshots', [talk, 1], flipped)

  for (const _ of ['once', 'and again']) {
    const { code, findings } = await doctor({ DATA_DIR: folder.path, REDIS_URL: '' })
    expect(code).toBe(1)
    // What builds on the lost entry cannot be read either.
    expect(codesAt(findings, CARD)).toEqual(['3 entry-damaged', '5 entry-missing', '4 entry-gap'])
    expect(codesAt(findings, talk)).toEqual(['1 snapshot-damaged'])
    expect(findings.every(({ means, todo }) => means !== '' && todo !== '')).toBe(true)
  }
  // A load sets aside what it finds; that is told too.
  const again = openLmdbStore({ dataDir: folder.path })
  await again.log.load(CARD)
  expect(codesAt(await findingsIn(again), CARD)).toContain('- quarantined')
  await again.close()
})

test('S3, S4, S16: entries that are no update, build on nothing or write in another’s name are found', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  await seeded(store)
  const { epoch } = await store.log.load(CARD)
  const append = (update: Uint8Array, author: string): Promise<number> => store.log.append(CARD, epoch, update, author)
  const [ann, late] = [new Y.Doc(), new Y.Doc()]
  await append(typed(7, 'Ann’s own', ann), 'ann')
  await append(Uint8Array.of(1, 2, 3, 255, 255), 'eve')
  await append(typed(7, 'as if Ann wrote it', ann), 'eve')
  const first = typed(9, 'first', late)
  const second = typed(9, 'second', late)
  await append(second, 'bob')
  expect(codesAt(await findingsIn(store), CARD)).toEqual(['3 entry-malformed', '4 entry-not-yours', '5 entry-gap'])
  // The client sends both again, as it does when it is asked: nothing is lost by the gap any more.
  await append(first, 'bob')
  await append(second, 'bob')
  const findings = await findingsIn(store)
  expect(codesAt(findings, CARD)).toContain('5 entry-gap-closed')
  expect(findings.find(({ code }) => code === 'entry-not-yours')?.what).toContain('written by eve')
  await store.close()
})

test('S7: a snapshot that lacks something, and one of an unknown form, are found', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  await seeded(store)
  const { epoch, position } = await store.log.load(CARD)
  await store.log.compact(CARD, epoch, 0, { position, state: Uint8Array.of(1, 0, 0, 0) }, 60_000)
  expect(codesAt(await findingsIn(store), CARD)).toEqual([`${position} snapshot-differs`])
  const talk = talkRoom(BOARD)
  const other = await store.log.load(talk)
  await store.log.compact(talk, other.epoch, 0, { position: other.position, state: Uint8Array.of(99) }, 60_000)
  const [found] = (await findingsIn(store)).filter(({ where }) => where === talk)
  expect(found).toMatchObject({ code: 'snapshot-form', weight: 'threat', what: expect.stringContaining('form 99') })
  await store.close()
})

test('names that lead nowhere, broken records and files are found, and what nobody can show', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  await seeded(store)
  const { records, files, log } = store
  await records.put('board', 'hollow', { createdAt: NOW.toISOString() })
  await records.put('board', 'UPPER', { createdAt: NOW.toISOString() })
  await records.put('person', 'ann', { name: 'Ann', role: 'king', createdAt: NOW.toISOString() })
  await records.put('token', 'f00', { person: 'nobody', expiresAt: null })
  await records.put('gadget', 'one', {})
  const pack = { id: 'p1', board: BOARD, stage: 'ready', files: [] as unknown[] }
  const file = { sha256: '00', size: 3 }
  await records.put('pack', 'p1', { ...pack, files: [{ name: 'a.md', ...file }, { name: 'b.md', ...file }] }) // prettier-ignore
  await files.put('pack/p1/a.md', Buffer.from('abc'))
  await files.put('pack/p2/c.md', Buffer.from('abc'))
  const nowhere = boardRoom(BoardId.parse('nowhere'))
  const noCard = cardRoom(BOARD, CardId.parse('no-such-card'))
  for (const room of [nowhere, noCard]) await log.create(room, Uint8Array.of(0, 0))
  const board = boardRoom(BOARD)
  const doc = new Y.Doc()
  doc.getMap('cards').set('broken', 'not a card')
  await log.append(board, (await log.load(board)).epoch, Y.encodeStateAsUpdate(doc), 'ann')

  const findings = await findingsIn(store)
  const found = findings.map(({ code, where }) => `${code} ${where}`).toSorted()
  expect(found).toEqual(
    [
      'access-of-nobody record token/f00',
      `board-without-room ${boardRoom(BoardId.parse('hollow'))}`,
      `board-without-room ${talkRoom(BoardId.parse('hollow'))}`,
      `content-unreadable ${board}`,
      'file-damaged file pack/p1/a.md',
      'file-missing file pack/p1/b.md',
      'file-of-nothing file pack/p2/c.md',
      'record-unknown record gadget/one',
      'record-unreadable record board/UPPER',
      'record-unreadable record person/ann',
      `room-without-board ${nowhere}`,
      `room-without-card ${noCard}`,
    ].toSorted(),
  )
  await store.close()
})

test('S6, S16: in Redis: foreign entries, changed bytes and settings that lose data are found', async () => {
  const redis = await startRedis({ settings: { 'maxmemory-policy': 'allkeys-lru' } })
  const raw = await createClient({ url: redis.url }).connect()
  const store = await openRedisStore({ url: redis.url })
  try {
    await seeded(store)
    const log = (room: RoomId): string => `briefboard:{${room}}:log`
    await raw.sendCommand(['XADD', log(CARD), '2-0', 'e', 'no entry of Briefboard', 't', '0'])
    await raw.sendCommand(['HSET', `briefboard:{${CARD}}:meta`, 'position', '2'])
    await raw.sendCommand(['XADD', log(talkRoom(BOARD)), '*', 'hello', 'world'])
    const { code, findings } = await doctor({ REDIS_URL: redis.url })
    expect(code).toBe(1)
    expect(codesAt(findings, CARD)).toEqual(['2 entry-damaged'])
    const foreign = codesAt(findings, talkRoom(BOARD))
    expect(foreign.length).toBeGreaterThan(0)
    expect(foreign.every((told) => told.endsWith('entry-foreign'))).toBe(true)
    expect(findings.find(({ code }) => code === 'store-problem')?.what).toContain('noeviction')
  } finally {
    await Promise.all([raw.close(), store.close()])
    await redis.stop()
  }
})
