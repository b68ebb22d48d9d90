/** The thread that compacts: reads a room from the store, builds a snapshot, and commits it. */
import { parentPort, workerData } from 'node:worker_threads'
import { compactHistory, readHistory } from '@briefboard/library'
import type { RoomId } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore, type Store } from '@briefboard/store'
import { CLOSE, type Compacted, type CompactionAnswer, type StoreAddress } from './compaction.ts'

/** Entries younger than this stay in the log, for followers that are a little behind. */
const KEEP_MS = 60_000

// Given and sent by compaction.ts alone.
const address = workerData as StoreAddress
const opening: Promise<Store> =
  'lmdb' in address ? Promise.resolve(openLmdbStore(address.lmdb)) : openRedisStore(address.redis)
parentPort?.on('message', async (room: RoomId | typeof CLOSE) => {
  if (room !== CLOSE) return parentPort?.postMessage(await answer(room))
  await opening.then((store) => store.close()).finally(() => parentPort?.close())
})

async function answer(room: RoomId): Promise<CompactionAnswer> {
  try {
    return { compacted: await compact((await opening).log, room) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

async function compact(log: Store['log'], room: RoomId): Promise<Compacted | null> {
  const loaded = await log.load(room)
  const history = await readHistory(loaded)
  // A snapshot would let go for good of what may still be mended.
  if (loaded.damage.length > 0) throw new Error('Some of its log is damaged; `briefboard doctor` says what.')
  if (history.leftOut.some(({ why }) => why === 'gap')) throw new Error('Some of its entries build on missing ones.')
  const base = loaded.snapshot?.position ?? 0
  if (loaded.position === base) return null
  const state = await compactHistory(history)
  const isKept = await log.compact(room, loaded.epoch, base, { position: loaded.position, state }, KEEP_MS)
  return isKept ? { position: loaded.position, bytes: state.byteLength } : null
}
