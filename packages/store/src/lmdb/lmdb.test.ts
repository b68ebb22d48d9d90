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
      const table = (name: string) => raw.openDB<Uint8Array, Array<string | number>>(name, { encoding: 'binary' })
      const key = [room, position]
      if (kind === 'snapshot') {
        // What lies under its position names the upload, after checksum, time and length; each has one piece here.
        const upload = Buffer.from(table('snapshots').get([room, position])!).readDoubleBE(13)
        key.splice(1, 1, upload, 0)
      }
      const changed = table(kind === 'entry' ? 'log' : 'pieces')
      const stored = Buffer.from(changed.get(key)!)
      // The author comes after checksum, time and length.
      stored[where === 'end' ? stored.length - 1 : 13]! ^= 1
      await changed.put(key, stored)
    },
    async stop() {
      await Promise.all([store.close(), other.close()])
      rmSync(dataDir, { recursive: true })
    },
  }
})
