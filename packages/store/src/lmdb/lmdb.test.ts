/** The store in a folder, opened twice, as a server and the command line would have it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { contract } from '../contract.test-suite.ts'
import { openLmdbStore } from './open-lmdb-store.ts'

contract('LMDB', { canBeDamaged: true }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'briefboard-lmdb-'))
  const [store, other] = [openLmdbStore({ dataDir }), openLmdbStore({ dataDir })]
  const raw = open<Uint8Array, Array<string | number>>({
    path: dataDir,
    noSubdir: false,
    overlappingSync: false,
    maxDbs: 16,
  })
  return {
    store,
    other,
    async damage(room, kind, position, where = 'end') {
      const table = raw.openDB<Uint8Array, Array<string | number>>(kind === 'entry' ? 'log' : 'pieces', {
        encoding: 'binary',
      })
      // The contract's snapshots have one piece each; the newest upload is the newest snapshot's.
      const pieces = { start: [room, Infinity], end: [room], reverse: true, limit: 1 }
      const [key = []] = kind === 'entry' ? [[room, position]] : table.getKeys(pieces)
      const stored = Buffer.from(table.get(key)!)
      // The author comes after checksum, time and length.
      stored[where === 'end' ? stored.length - 1 : 13]! ^= 1
      await table.put(key, stored)
    },
    async stop() {
      await Promise.all([store.close(), other.close()])
      rmSync(dataDir, { recursive: true })
    },
  }
})
