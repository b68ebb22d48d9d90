/** The store in a folder. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { contract } from '../contract.test-suite.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

contract('LMDB', { canBeDamaged: true }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'briefboard-lmdb-'))
  const store = openLmdbStore({ dataDir })
  const raw = open<Uint8Array, Array<string | number>>({
    path: dataDir,
    noSubdir: false,
    overlappingSync: false,
    maxDbs: 16,
  })
  return {
    store,
    // Another process's appends are not heard of; two servers on one folder are kept apart by lockDataDir.
    other: store,
    async damage(room, kind, position) {
      const table = raw.openDB<Uint8Array, Array<string | number>>(kind === 'entry' ? 'log' : 'snapshots', {
        encoding: 'binary',
      })
      const stored = Buffer.from(table.get([room, position])!)
      stored[stored.length - 1]! ^= 1
      await table.put([room, position], stored)
    },
    async stop() {
      await store.close()
      rmSync(dataDir, { recursive: true })
    },
  }
})
