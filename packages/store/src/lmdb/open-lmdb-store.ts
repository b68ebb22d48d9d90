/** A store in a folder of this machine. */
import { mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { StoreUnavailable } from '../errors.ts'
import { localFeed } from '../local-feed.ts'
import type { Store, StoreHealth } from '../store.ts'
import { openEnvironment } from './environment.ts'
import type { Environment } from './environment.ts'
import { lmdbLog } from './lmdb-log.ts'
import { lmdbFiles, lmdbRecords } from './lmdb-records.ts'
import { watchOthers } from './watch.ts'
import { openWriter } from './writer.ts'

export interface LmdbStoreOptions {
  /** Made if it is not there. */
  dataDir: string
}

const LOW_DISK_BYTES = 256 * 1024 * 1024

/**
 * Opens the folder's store. Other processes (the command line) may have it open too. All see each other's writes at
 * once; subscribers hear of another process's within half a second. Two servers need Redis: presence does not pass
 * here, and `lockDataDir` keeps a second one out.
 * @throws StoreUnavailable when the folder cannot be made or opened
 */
export function openLmdbStore(options: LmdbStoreOptions): Store {
  const dataDir = resolve(options.dataDir)
  const env = openFolder(dataDir)
  const writer = openWriter(env, dataDir)
  const feed = localFeed()
  const stopWatching = watchOthers(env, writer, feed)
  let closing: Promise<void> | null = null

  async function health(): Promise<StoreHealth> {
    if (closing) return { ok: false, problems: ['The store is closed.'], notes: [] }
    const problems: string[] = []
    const failed = writer.problem()
    if (failed) problems.push(failed)
    const { bavail, bsize } = await statfs(dataDir)
    if (bavail * bsize < LOW_DISK_BYTES) problems.push(lowDisk(dataDir, bavail * bsize))
    return { ok: problems.length === 0, problems, notes: [] }
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
    records: lmdbRecords(env, writer),
    files: lmdbFiles(env, writer),
    health,
    close: () => (closing ??= close()),
  }
}

function openFolder(dataDir: string): Environment {
  try {
    mkdirSync(dataDir, { recursive: true })
    return openEnvironment(dataDir)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreUnavailable(
      `The data folder ${dataDir} could not be opened (${reason}). Nothing was changed in it. ` +
        'Check that it is a folder which this user may read and write, and that its disk has free space.',
      cause,
    )
  }
}

function lowDisk(dataDir: string, freeBytes: number): string {
  const freeMb = Math.floor(freeBytes / 1024 / 1024)
  return `The disk of ${dataDir} has only ${freeMb} MB left. Everything saved is safe; free some space before it is full.`
}
