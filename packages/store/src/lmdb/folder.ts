/** The store's files in a data folder: fit to be opened, and still in their place later. */
import { rmSync, statSync, writeFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { findDamage } from './file-check.ts'

const DATA = 'data.mdb'
const LOCK = 'lock.mdb'
/** A store with nothing in it takes less, a new one with its first boards more. */
const FIRST_BYTES = 1024 * 1024
/** Whoever makes the file writes its first pages at once. */
const MADE_WITHIN_MS = 1000
const LOOK_EVERY_MS = 20

export interface Place {
  /** In words that go on from a colon, what is wrong with where the files lie; null if they lie where they were opened. */
  problem(): string | null
}

/**
 * Makes the folder if it is not there, and looks through the store in it before LMDB is let into it.
 * @throws Error in words
 */
export function prepareFolder(dataDir: string): void {
  makeFolder(dataDir)
  for (const name of [DATA, LOCK])
    if (statsOf(join(dataDir, name))?.isFile() === false) throw new Error(`${name} is no file`)
  const path = join(dataDir, DATA)
  if (statsOf(path) === null) return expectRoom(join(dataDir, `${DATA}.room-${process.pid}`))
  if (isEmpty(path)) throw new DamagedFile(dataDir, 'it is empty')
  const damage = findDamage(path)
  if (damage !== null) throw new DamagedFile(dataDir, damage)
}

/** LMDB ends the process when it cannot write its first pages. @throws Error of the file system */
function expectRoom(path: string): void {
  try {
    writeFileSync(path, new Uint8Array(FIRST_BYTES), { flush: true })
  } finally {
    rmSync(path, { force: true })
  }
}

export class DamagedFile extends Error {
  override name = 'DamagedFile'
  constructor(dataDir: string, what: string) {
    super(
      `The store ${join(dataDir, DATA)} is cut short or damaged (${what}), so it was not opened. Nothing was changed in ` +
        'it. Keep a copy of the folder for whoever may mend it, look at the disk, and restore the newest backup into an ' +
        'empty folder: `briefboard restore FILE` with DATA_DIR naming that folder. Text that is still on somebody’s ' +
        'device is sent again when the same board is back.',
    )
  }
}

/**
 * Where the files lie now. Once they are gone or others are in their place, LMDB goes on writing into files that nobody
 * will find again, and the command line would not be kept out by its lock: nothing may count as saved then.
 */
export function watchPlace(dataDir: string): Place {
  const opened = [DATA, LOCK].map((name) => ({ name, was: statsOf(join(dataDir, name)) }))
  return {
    problem() {
      for (const { name, was } of opened) {
        const is = statsOf(join(dataDir, name))
        if (is === null) return `${name} is no longer there`
        if (was === null || is.ino !== was.ino || is.dev !== was.dev) return `another file is in the place of ${name}`
      }
      return null
    },
  }
}

/** Null if there is nothing. @throws Error if that cannot be told */
function statsOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** A file that another process is making is not empty for long. */
function isEmpty(path: string): boolean {
  const still = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; statsOf(path)?.size === 0; waited += LOOK_EVERY_MS) {
    if (waited >= MADE_WITHIN_MS) return true
    Atomics.wait(still, 0, 0, LOOK_EVERY_MS)
  }
  return false
}
