/** S2: a store whose files are no longer where they were saves nothing, and says so, also while nobody writes. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { bytes, newRoom, seed } from '../contract.test-suite.ts'
import { StoreUnavailable } from '../errors.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

const WITHIN = { timeout: 1000, interval: 50 }

const MOVES: Record<string, (folder: string) => void> = {
  'the folder is gone': (folder) => renameSync(folder, `${folder}-gone`),
  'the file is removed': (folder) => renameSync(join(folder, 'data.mdb'), join(folder, 'aside')),
  'another file is in its place': (folder) => {
    renameSync(join(folder, 'data.mdb'), join(folder, 'aside'))
    writeFileSync(join(folder, 'data.mdb'), 'something else')
  },
  'the lock is removed': (folder) => renameSync(join(folder, 'lock.mdb'), join(folder, 'aside')),
}

function moveBack(folder: string): void {
  for (const [from, to] of [
    [`${folder}-gone`, folder],
    [join(folder, 'aside'), join(folder, 'data.mdb')],
  ] as const)
    try {
      renameSync(from, to)
    } catch {
      continue // This was not what was moved.
    }
}

test.each(Object.entries(MOVES))('S2: %s: nothing counts as saved, and health says so in words', async (what, move) => {
  const parent = mkdtempSync(join(tmpdir(), 'briefboard-moved-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const dataDir = join(parent, 'data')
  const store = openLmdbStore({ dataDir })
  onTestFinished(() => store.close())
  const room = newRoom()
  const epoch = await seed(store, room)
  const isWell = async (): Promise<void> => expect((await store.health()).problems.join()).not.toContain('were moved')
  await isWell()
  move(dataDir)
  await vi.waitFor(async () => {
    const { ok, problems } = await store.health()
    expect(ok).toBe(false)
    expect(problems.join()).toMatch(/were moved, removed or replaced: .*Nothing is saved until/)
  }, WITHIN)
  await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(StoreUnavailable)
  if (what.includes('lock')) return
  moveBack(dataDir)
  await vi.waitFor(isWell, WITHIN)
  expect(await store.log.append(room, epoch, bytes('y'), 'ann')).toBe(2)
})
