/** Keeps a second server out of a data folder: a Unix socket in it, which the kernel closes however the holder ends. */
import { createHash, randomBytes } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { rename, unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DataDirInUse, StoreUnavailable } from './errors.ts'
import { makeFolder } from './make-folder.ts'

export interface DataDirLock {
  release(): Promise<void>
}

// A Unix socket's path has 108 bytes on Linux, 104 on macOS, with the 0 at the end and room for a suffix of ours.
const LONGEST_PATH_BYTES = 90
const MAX_ATTEMPTS = 10
const SECOND_LOOK_MS = 50

/**
 * Holds the folder (made if it is not there) until released or until this process ends, even by SIGKILL.
 * @throws DataDirInUse, StoreUnavailable in words when nothing can be made there
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  try {
    return await lock(dataDir)
  } catch (cause) {
    if (cause instanceof DataDirInUse) throw cause
    throw new StoreUnavailable(
      `The data folder ${dataDir} could not be taken (${cause instanceof Error ? cause.message : String(cause)}). Nothing ` +
        'was changed in it. Check that it is a folder which this user may read and write, and that its disk has free space.',
      cause,
    )
  }
}

async function lock(dataDir: string): Promise<DataDirLock> {
  makeFolder(dataDir)
  const path = socketPath(realpathSync(dataDir))
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const server = await listen(path)
    if (server) return { release: () => close(server) }
    if (await isHeld(path)) throw new DataDirInUse(dataDir)
    if (await removeStale(path)) continue
    throw new DataDirInUse(dataDir)
  }
  throw new DataDirInUse(dataDir)
}

function socketPath(dataDir: string): string {
  const path = join(dataDir, 'server.sock')
  if (Buffer.byteLength(path) <= LONGEST_PATH_BYTES) return path
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return join(tmpdir(), `briefboard-${name}.sock`)
}

/** Null if something is at that path already. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(path, () => {
      server.unref()
      resolve(server)
    })
  })
}

/** Whether somebody listens there. A second look spares one who has bound the socket but does not listen yet. */
async function isHeld(path: string): Promise<boolean> {
  if (await answers(path)) return true
  await wait(SECOND_LOOK_MS)
  return answers(path)
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/**
 * False if it turns out to be held. The socket is moved aside before it is looked at again, since by now somebody else
 * who found the stale one may have put a live one in its place, and that one must come back.
 */
async function removeStale(path: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(4).toString('hex')}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true
    throw error
  }
  if (await answers(aside)) {
    await rename(aside, path)
    return false
  }
  await unlink(aside)
  return true
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
