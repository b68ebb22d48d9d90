/** Holds in a folder: what an older Briefboard wrote has none, and to ask again writes nothing. */
import { open } from 'lmdb'
import { expect, test } from 'vitest'
import { tempFolder } from '../../../testkit/src/temp-folder.ts'
import { bytes, newRoom, seed } from '../contract/harness.test-suite.ts'
import { openEnvironment } from './environment.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LIMITS = { keepMs: 90 * DAY_MS, renewMs: DAY_MS, mostAPerson: 3, mostPersons: 3 }

test('S4: a folder from before there were holds opens as it is, with nothing held, and takes holds', async () => {
  await using folder = await tempFolder()
  const room = newRoom()
  const before = openLmdbStore({ dataDir: folder.path })
  const epoch = await seed(before, room)
  await before.log.append(room, epoch, bytes('kept'), 'ann')
  await before.close()
  const raw = open({ path: folder.path, noSubdir: false, maxDbs: 16 })
  await raw.openDB('holds', { encoding: 'binary' }).drop()
  await raw.close()
  const store = openLmdbStore({ dataDir: folder.path })
  expect((await store.log.load(room)).position).toBe(2)
  expect(await store.holds.holders(room, [7], LIMITS.keepMs)).toEqual(new Map())
  expect(await store.holds.hold(room, 7, 'ann', LIMITS)).toBe('ann')
  expect(await store.holds.hold(room, 7, 'bob', LIMITS)).toBe('ann')
  await store.close()
})

test('S4: whoever asks again within the time to renew, or for what is another’s, writes nothing', async () => {
  await using folder = await tempFolder()
  const store = openLmdbStore({ dataDir: folder.path })
  const env = openEnvironment(folder.path)
  const room = newRoom()
  await seed(store, room)
  await store.holds.hold(room, 7, 'ann', LIMITS)
  env.refresh()
  const commits = env.commitNumber()
  for (const person of ['ann', 'bob', 'ann']) await store.holds.hold(room, 7, person, LIMITS)
  env.refresh()
  expect(env.commitNumber()).toBe(commits)
  await Promise.all([store.close(), env.close()])
})
