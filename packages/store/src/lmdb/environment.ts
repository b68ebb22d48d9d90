/** The LMDB environment of a data folder and the tables in it. */
import { open } from 'lmdb'
import type { Database, Key, RootDatabase } from 'lmdb'
import type { FileSize } from './file-room.ts'
import { MAP_SIZE_BYTES } from './map-size.ts'
import { quietLibrary } from './quiet-library.ts'

export type Table = Database<Uint8Array, Key>

export interface Tables {
  /** room → its epoch and positions */
  meta: Table
  /** [room, position] → checksum, time, author, update */
  log: Table
  /** [room, position] → checksum, upload, number of pieces */
  snapshots: Table
  /** [room, upload, number] → checksum, a piece of a snapshot's state */
  pieces: Table
  /** [kind, id] → version, JSON */
  records: Table
  /** kind → the last version given */
  versions: Table
  /** name → bytes */
  files: Table
  /** [room, 'id' | 'turn' | 'person', …] → who holds an id, which ids a person holds, how many it was (`lmdb-holds.ts`) */
  holds: Table
  /** [room, 'entry' | 'snapshot', position] → damaged bytes as they were found, for whoever wants to mend them (S6) */
  quarantine: Table
}

export interface Environment extends Tables {
  /** Makes what other processes have committed visible to the next read. */
  refresh(): void
  /** How far LMDB has got in its file. */
  fileSize(): FileSize
  /** The number of the last commit that this process can see. */
  commitNumber(): number
  /**
   * Runs `writes` as one transaction if the last commit is still `commitNumber`; false, and nothing written, if not.
   * True means flushed to disk. A failed commit rejects, and leaves everything as it was.
   */
  commit(commitNumber: number, writes: () => void): Promise<boolean>
  close(): Promise<void>
}

const STAMP = 'commits'
const NOTHING = new Uint8Array(0)

/**
 * Opens the folder's environment; several processes may have it open at once.
 *
 * Async transaction callbacks of lmdb 3.5 never run on Node 24, and a synchronous transaction would make the event
 * loop wait for the disk. So a transaction here is a batch of blind writes under one condition, which LMDB's own
 * thread checks, commits and flushes: a stamp that every commit raises. `overlappingSync` is off so that a commit is
 * confirmed by the disk when it resolves, and a flush that fails rejects (with it on, it would never be heard of).
 */
export function openEnvironment(dataDir: string): Environment {
  quietLibrary()
  const root: RootDatabase<Uint8Array, Key> = open({
    path: dataDir,
    noSubdir: false,
    overlappingSync: false,
    // With it on, lmdb makes a promise of its own for each commit, whose rejection nobody could handle.
    eventTurnBatching: false,
    mapSize: MAP_SIZE_BYTES,
    maxDbs: 16,
    maxReaders: 256,
    encoding: 'binary',
  })
  const table = (name: string): Table => root.openDB<Uint8Array, Key>(name, { encoding: 'binary' })
  const stamp = root.openDB<Uint8Array, Key>('stamp', { encoding: 'binary', useVersions: true })
  root.transactionSync(() => {
    if (!stamp.doesExist(STAMP)) stamp.putSync(STAMP, NOTHING, 1)
  })
  return {
    meta: table('meta'),
    log: table('log'),
    snapshots: table('snapshots'),
    pieces: table('pieces'),
    records: table('records'),
    versions: table('versions'),
    files: table('files'),
    holds: table('holds'),
    quarantine: table('quarantine'),
    refresh: () => root.resetReadTxn(),
    fileSize() {
      // The package's types do not say what it gives.
      const { pageSize, lastPageNumber } = root.getStats() as { pageSize: number; lastPageNumber: number }
      return { pageSize, used: (lastPageNumber + 1) * pageSize }
    },
    commitNumber: () => stamp.getEntry(STAMP)?.version ?? 0,
    commit: (commitNumber, writes) =>
      stamp.ifVersion(STAMP, commitNumber, () => {
        writes()
        heedOnce(stamp.put(STAMP, NOTHING, commitNumber + 1))
      }),
    close: () => root.close(),
  }
}

/** The promise of the whole batch tells of a failure; this one only must not count as an unhandled rejection. */
function heedOnce(written: Promise<boolean>): void {
  written.catch(() => undefined)
}
