/** A file that is cut short or damaged ends no process: it is refused in words, or all that can be read of it is read. */
import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { between, newSeed, seededRandom, type Random } from '../../../testkit/src/random.ts'
import { startChild } from '../child.test-suite.ts'
import { bytes, newRoom, seed } from '../contract.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import { findDamage } from './file-check.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

const PAGE_BYTES = 4096
const LEAF = 0x02
const OVERFLOW = 0x04

let folder: string
const file = (): string => join(folder, 'sound', 'data.mdb')

/** A store with all that a file may hold: small and large values, several levels, free pages. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'briefboard-damaged-'))
  const store = openLmdbStore({ dataDir: join(folder, 'sound') })
  for (let number = 0; number < 12; number++) {
    const room = newRoom()
    const epoch = await seed(store, room)
    await Promise.all(
      Array.from({ length: 40 }, (_, at) => store.log.append(room, epoch, bytes('x'.repeat(at * 20)), 'ann')),
    )
    await store.log.compact(room, epoch, 0, { position: 20, state: new Uint8Array(30_000) }, -1)
    await store.records.put('kind', `record ${number}`, { text: 'y'.repeat(number * 300) })
    await store.files.put(`file ${number % 5}`, new Uint8Array(20_000 + number * 5000))
  }
  await store.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a sound file passes, also while somebody writes it all the time', async () => {
  expect(findDamage(file())).toBeNull()
  const dataDir = join(folder, 'busy')
  const store = openLmdbStore({ dataDir })
  const room = newRoom()
  await seed(store, room)
  const child = startChild(['append', dataDir, room])
  await child.nextLine()
  // The file grows all the time, and with it what there is to look at.
  const end = performance.now() + 15_000
  for (let look = 0; look < 200 && performance.now() < end; look++)
    expect(findDamage(join(dataDir, 'data.mdb'))).toBeNull()
  await child.kill('SIGKILL')
  await store.close()
})

test('a file that ends anywhere before the last page in use is told to be cut short', () => {
  const cut = join(folder, 'cut.mdb')
  copyFileSync(file(), cut)
  let isDamaged = false
  for (let page = statSync(cut).size / PAGE_BYTES - 1; page >= 0; page--) {
    for (const rest of [PAGE_BYTES / 2, 1, 0]) {
      truncateSync(cut, page * PAGE_BYTES + rest)
      const found = findDamage(cut)
      // Free pages at the end may be missing; from the first page on that may not, each is.
      if (isDamaged) expect(found).not.toBeNull()
      isDamaged ||= found !== null
      if (found !== null) expect(found).toMatch(/^page \d+ .*file ends before/)
    }
  }
  expect(isDamaged).toBe(true)
})

test.each<[string, (content: Buffer) => void, RegExp]>([
  ['pages of a commit that was never made', (content) => onPages(content, LEAF, 13, 0x6c), /written after the last/],
  ['large values of such a commit', (content) => onPages(content, OVERFLOW, 14, 0x27), /written after the last/],
  ['a last page beyond all memory', (content) => content.fill(0x4a, PAGE_BYTES + 148, PAGE_BYTES + 149), /last page/],
  ['a mark that its pages are enciphered', (content) => content.fill(0x20, 53, 54), /unknown kind/],
  ['free pages in a table of another kind', (content) => content.fill(0x3e, 52, 53), /unknown kind/],
])('a file with %s is not let in', (_, change, words) => {
  const content = readFileSync(file())
  change(content)
  const path = join(folder, 'changed.mdb')
  writeFileSync(path, content)
  expect(findDamage(path)).toMatch(words)
})

const DAMAGES: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, between(random, 1, bytes.byteLength - 1)),
  (bytes, random) => bytes.subarray(0, between(random, 0, pagesOf(bytes) - 1) * PAGE_BYTES),
  // The pages that name all others.
  (bytes, random) => spoil(bytes, random, between(random, 0, 1) * PAGE_BYTES, 170, between(random, 1, 8)),
  (bytes, random) => bytes.fill(0, ...pageBorders(between(random, 0, 1))),
  // Any page: its head, a byte of it, all of it, and what stands elsewhere in its place.
  (bytes, random) => spoil(bytes, random, somePage(bytes, random), 64, between(random, 1, 4)),
  (bytes, random) => spoil(bytes, random, somePage(bytes, random), PAGE_BYTES, 1),
  (bytes, random) => spoil(bytes, random, somePage(bytes, random), PAGE_BYTES, PAGE_BYTES),
  (bytes, random) => bytes.fill(0, ...pageBorders(between(random, 0, pagesOf(bytes) - 1))),
  (bytes, random) => {
    const from = somePage(bytes, random)
    bytes.copy(bytes, somePage(bytes, random), from, from + PAGE_BYTES)
    return bytes
  },
]

test('S16: whatever is damaged in the file, opening, reading and writing end in words or in sound values', async () => {
  const seed = newSeed()
  process.stdout.write(`TEST_SEED=${seed}\n`)
  const random = seededRandom(seed)
  const sound = readFileSync(file())
  const folders = Array.from({ length: DAMAGES.length * 9 }, (_, number) => {
    const damage = DAMAGES[number % DAMAGES.length]
    const bytes = damage === undefined ? sound : damage(Buffer.from(sound), random)
    // What passes the look must not end the process; what does not pass is not opened at all, which is cheap.
    const path = join(folder, `damaged ${number}`)
    mkdirSync(path)
    writeFileSync(join(path, 'data.mdb'), bytes)
    return path
  })
  const child = startChild(['open-damaged', ...folders])
  for (const path of folders) expect(await child.nextLine(), path).toBe(path)
  expect(await child.nextLine()).toBe('done')
})

test.each<[string, (dataDir: string) => void]>([
  ['is empty', (dataDir) => truncateSync(join(dataDir, 'data.mdb'), 0)],
  ['is something else', (dataDir) => writeFileSync(join(dataDir, 'data.mdb'), 'not a store '.repeat(1000))],
  ['is a folder', (dataDir) => rmSync(join(dataDir, 'data.mdb')) ?? mkdirSync(join(dataDir, 'data.mdb'))],
])('a store that %s is refused in words, and left as it is', (_, change) => {
  const dataDir = mkdtempSync(join(folder, 'other-'))
  copyFileSync(file(), join(dataDir, 'data.mdb'))
  change(dataDir)
  const before = statSync(join(dataDir, 'data.mdb')).size
  expect(() => openLmdbStore({ dataDir })).toThrow(StoreUnavailable)
  expect(() => openLmdbStore({ dataDir })).toThrow(/Nothing was changed in it\. /)
  expect(statSync(join(dataDir, 'data.mdb')).size).toBe(before)
})

test('a lock file of nonsense, while nobody holds it, does no harm', async () => {
  const dataDir = mkdtempSync(join(folder, 'lock-'))
  copyFileSync(file(), join(dataDir, 'data.mdb'))
  for (const lock of [Buffer.alloc(0), Buffer.alloc(16_592, 0xff), randomBytes(16_592), randomBytes(100)]) {
    writeFileSync(join(dataDir, 'lock.mdb'), lock)
    const store = openLmdbStore({ dataDir })
    expect(await store.log.rooms()).toHaveLength(12)
    await store.records.put('kind', 'new', {})
    await store.close()
  }
})

function onPages(content: Buffer, kind: number, offset: number, byte: number): void {
  for (let at = 2 * PAGE_BYTES; at < content.byteLength; at += PAGE_BYTES)
    if (content.readUInt16LE(at + 18) === kind) content[at + offset] = byte
}

const pagesOf = (bytes: Buffer): number => bytes.byteLength / PAGE_BYTES
const pageBorders = (page: number): [number, number] => [page * PAGE_BYTES, (page + 1) * PAGE_BYTES]
const somePage = (bytes: Buffer, random: Random): number => between(random, 0, pagesOf(bytes) - 1) * PAGE_BYTES

function spoil(bytes: Buffer, random: Random, at: number, within: number, count: number): Buffer {
  for (let done = 0; done < count; done++) bytes[at + between(random, 0, within - 1)] = between(random, 0, 255)
  return bytes
}
