/**
 * Room in the store's file, made before LMDB writes there. What LMDB's library does when the system takes no more of a file
 * is not safe: it writes its words about it past the end of a buffer (3.5.6), which ends the process sooner or later. (S5)
 */
import { constants } from 'node:fs'
import { appendFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Resolves when a commit of so many writes, with so many bytes in them, cannot make the file grow.
 * @throws Error of the file system: there is no more room
 */
export type MakeRoom = (writes: number, bytes: number) => Promise<void>

export interface FileSize {
  pageSize: number
  /** In bytes, of what LMDB has used of its file. */
  used: number
}

/** Each write copies its leaf, and the leaf's branches where nothing else has. */
const PAGES_A_WRITE = 3
/** The roots of all tables, and the list of what is free. */
const PAGES_A_COMMIT = 16
/** Kept for what is small: on a disk that is full, a word can still be written, and something be removed. */
const SPARE_BYTES = 512 * 1024
const SMALL = { writes: 20, bytes: 16 * 1024 }
/** The file is made longer by so much at once: a thousand edits. */
const CHUNK_BYTES = 1024 * 1024
/**
 * Appended, never written at a place: another process may have made the file longer, and LMDB written there. A file that has
 * gone is not made anew.
 */
const APPEND = { flag: constants.O_WRONLY | constants.O_APPEND }

export function fileRoom(dataDir: string, sizeNow: () => FileSize): MakeRoom {
  const path = join(dataDir, 'data.mdb')
  return async (writes, bytes) => {
    const { pageSize, used } = sizeNow()
    // A value has pages of its own, of which it fills the last in part.
    const most = used + 2 * bytes + (writes * PAGES_A_WRITE + PAGES_A_COMMIT) * pageSize
    const lacking = async (): Promise<number> => most + SPARE_BYTES - (await stat(path)).size
    try {
      for (let left = await lacking(); left > 0; left -= CHUNK_BYTES)
        await appendFile(path, new Uint8Array(CHUNK_BYTES), APPEND)
    } catch (error) {
      const isSmall = writes <= SMALL.writes && bytes <= SMALL.bytes
      // Some of it may have found room.
      if ((await lacking()) > (isSmall ? SPARE_BYTES : 0)) throw error
    }
  }
}
