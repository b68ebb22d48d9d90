/** A folder that cannot be used ends the server and every command in words and with code 1: never by a signal, never by a stack. */
import { copyFile, mkdir, mkdtemp, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLmdbStore } from '@briefboard/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endedCommand, endedStart, type Ended } from './ended.ts'
import { BOARD, roomOf } from './world.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'briefboard-unusable-'))
  const store = openLmdbStore({ dataDir: join(folder, 'sound') })
  for (let number = 0; number < 30; number++) {
    await store.log.create(roomOf(`card-${number}`), new Uint8Array(5000 * number))
    await store.records.put('board', `board-${number}`, { createdAt: '2026-11-30T00:00:00.000Z' })
  }
  await store.close()
})
afterAll(() => rm(folder, { recursive: true }))

const PAGE_BYTES = 4096

async function overwrite(file: string, at: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(bytes, 0, bytes.byteLength, at)
  await handle.close()
}

const UNUSABLE: Record<string, (file: string) => Promise<void>> = {
  'is cut in half': async (file) => truncate(file, Math.floor((await stat(file)).size / 2 / PAGE_BYTES) * PAGE_BYTES),
  'ends in its first page': (file) => truncate(file, 100),
  'is empty': (file) => truncate(file, 0),
  'has no first page': (file) => overwrite(file, 0, Buffer.alloc(PAGE_BYTES)),
  'has a second page of nonsense': (file) => overwrite(file, PAGE_BYTES, Buffer.alloc(PAGE_BYTES, 0xa7)),
  'has pages of nonsense': async (file) =>
    overwrite(file, 2 * PAGE_BYTES, Buffer.alloc((await stat(file)).size - 2 * PAGE_BYTES, 0xa7)),
  'has a folder in its place': async (file) => {
    await rm(file)
    await mkdir(file)
  },
}

const COMMANDS: readonly (readonly string[])[] = [
  ['doctor'],
  ['doctor', '--json'],
  ['mend', roomOf('card-1'), '--yes'],
  ['backup', join(tmpdir(), 'briefboard-no-such-backup')],
  ['people'],
  ['token', '--role', 'owner', '--name', 'Ann'],
  ['export', '--board', BOARD, '--ceiling', 'red', '--out', join(tmpdir(), 'briefboard-no-such-pack')],
]

function expectWords({ code, signal, output }: Ended, dataDir: string): void {
  expect({ code, signal }, output).toEqual({ code: 1, signal: null })
  expect(output).toContain(dataDir)
  expect(output).toMatch(/Nothing was changed in it/)
  expect(output, 'a stack').not.toMatch(/\n\s+at /)
  expect(output).not.toContain('Briefboard is at')
}

test.each(Object.entries(UNUSABLE))('S16: a store that %s: server and commands end in words', async (what, change) => {
  const dataDir = join(folder, what.replaceAll(' ', '-'))
  await mkdir(dataDir)
  const file = join(dataDir, 'data.mdb')
  await copyFile(join(folder, 'sound', 'data.mdb'), file)
  await change(file)
  const before = await stat(file)
  expectWords(await endedStart({ PORT: '0', DATA_DIR: dataDir }), dataDir)
  // One variant shows that every command goes the same way.
  for (const args of what.includes('half') ? COMMANDS : COMMANDS.slice(0, 1)) {
    const ended = await endedCommand({ DATA_DIR: dataDir }, args)
    expectWords(ended, dataDir)
    if (!what.includes('folder'))
      expect(ended.output, args.join(' ')).toMatch(/cut short or damaged .*restore the newest backup/)
  }
  expect(await stat(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs })
})

/** As on a disk that is full: no file may grow beyond so many blocks. */
const withFileLimit = (blocks: number): readonly string[] => [
  '/bin/sh',
  '-c',
  `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`,
]

test.each([0, 8, 100, 400])('a start on a disk with room for %i blocks ends in words', async (blocks) => {
  const dataDir = join(folder, `full-${blocks}`)
  const { code, signal, output } = await endedStart({ PORT: '0', DATA_DIR: dataDir }, withFileLimit(blocks))
  expect({ code, signal }, output).toEqual({ code: 1, signal: null })
  expect(output).toMatch(new RegExp(`^The data folder ${dataDir} could not be .*disk has free space`, 'm'))
  expect(output).not.toMatch(/\n\s+at /)
})

test('a start where something else stands in the way ends in words', async () => {
  const ways: Record<string, (dataDir: string) => Promise<unknown>> = {
    'a-file': (dataDir) => writeFile(dataDir, 'not a folder'),
    'a-folder-in-the-socket’s-place': (dataDir) => mkdir(join(dataDir, 'server.sock', 'full'), { recursive: true }),
    'a-folder-in-the-lock’s-place': (dataDir) => mkdir(join(dataDir, 'lock.mdb', 'full'), { recursive: true }),
  }
  for (const [name, block] of Object.entries(ways)) {
    const dataDir = join(folder, name)
    await block(dataDir)
    expectWords(await endedStart({ PORT: '0', DATA_DIR: dataDir }), dataDir)
  }
  expect(await readdir(folder)).toContain('a-file')
})
