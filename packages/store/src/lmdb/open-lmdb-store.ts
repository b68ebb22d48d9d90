/** A store in a folder of this machine. */
import { access, constants, statfs } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StoreUnavailable } from '../errors.ts'
import { freshFor } from '../fresh.ts'
import { localFeed } from '../local-feed.ts'
import type { Store, StoreHealth } from '../store.ts'
import { openEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { fileRoom } from './file-room.ts'
import { DamagedFile, prepareFolder, watchPlace } from './folder.ts'
import { lmdbHolds } from './lmdb-holds.ts'
import { lmdbLog } from './lmdb-log.ts'
import { lmdbFiles, lmdbRecords } from './lmdb-records.ts'
import { watchOthers } from './watch.ts'
import { openWriter } from './writer.ts'

export interface LmdbStoreOptions {
  /** Made if it is not there. */
  dataDir: string
  /** This process has it open already, and so has looked through it. */
  isKnown?: boolean
}

/** Anybody may ask for health, as often as they like. */
const PROBE_EVERY_MS = 400
const LOW_DISK_BYTES = 256 * 1024 * 1024

/**
 * Opens the folder's store. Other processes (the command line) may have it open too. All see each other's writes at
 * once; subscribers hear of another process's within half a second. Two servers need Redis: presence does not pass
 * here, and `lockDataDir` keeps a second one out.
 * @throws StoreUnavailable when the folder cannot be made or opened
 */
export function openLmdbStore(options: LmdbStoreOptions): Store {
  const dataDir = resolve(options.dataDir)
  const env = openFolder(dataDir, options.isKnown === true)
  const place = watchPlace(dataDir)
  const writer = openWriter({ env, dataDir, place, makeRoom: fileRoom(dataDir, env.fileSize) })
  const feed = localFeed()
  const stopWatching = watchOthers(env, writer, feed)
  let closing: Promise<void> | null = null

  const look = freshFor(PROBE_EVERY_MS, async (): Promise<StoreHealth> => {
    const problems: string[] = []
    const notes: string[] = []
    try {
      await writer.probe()
      const { bavail, bsize } = await statfs(dataDir)
      if (bavail * bsize < LOW_DISK_BYTES) problems.push(lowDisk(dataDir, bavail * bsize))
      if (!(await mayOpenAgain(dataDir))) notes.push(cannotOpenAgain(dataDir))
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
    return { ok: problems.length === 0, problems, notes }
  })

  async function health(): Promise<StoreHealth> {
    return closing ? { ok: false, problems: ['The store is closed.'], notes: [] } : look()
  }

  async function close(): Promise<void> {
    stopWatching()
    feed.closeAll()
    await writer.close()
    await env.close()
  }

  return {
    durability: 'flushed',
    log: lmdbLog(env, writer, feed),
    holds: lmdbHolds(env, writer),
    records: lmdbRecords(env, writer),
    files: lmdbFiles(env, writer),
    health,
    close: () => (closing ??= close()),
  }
}

function openFolder(dataDir: string, isKnown: boolean): Environment {
  try {
    if (!isKnown) prepareFolder(dataDir)
    return openEnvironment(dataDir)
  } catch (cause) {
    if (cause instanceof DamagedFile) throw new StoreUnavailable(cause.message, cause)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreUnavailable(
      `The data folder ${dataDir} could not be opened (${reason}). Nothing was changed in it. ` +
        'Check that it is a folder which this user may read and write, and that its disk has free space.',
      cause,
    )
  }
}

/** What is open stays open, whatever becomes of the rights; the next start would fail. */
const mayOpenAgain = (dataDir: string): Promise<boolean> =>
  access(join(dataDir, 'data.mdb'), constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )

const cannotOpenAgain = (dataDir: string): string =>
  `This user may no longer open the store in ${dataDir}. All goes on and is saved, but the next start will fail. Give ` +
  'this user the right to read and write there again.'

function lowDisk(dataDir: string, freeBytes: number): string {
  const freeMb = Math.floor(freeBytes / 1024 / 1024)
  return `The disk of ${dataDir} has only ${freeMb} MB left. Everything saved is safe; free some space before it is full.`
}
