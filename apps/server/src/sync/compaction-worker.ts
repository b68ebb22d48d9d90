/** The thread that compacts: reads a room from the store, builds what a snapshot holds, and commits it or hands it over. */
import { parentPort, workerData } from 'node:worker_threads'
import {
  compactHistory,
  decodeState,
  heldDocumentOf,
  memoryOfHistory,
  oneAtATime,
  PIECE_BYTES,
  readHistory,
  sizeOfPieces,
} from '@briefboard/library'
import { splitUpdate, type RoomId } from '@briefboard/protocol'
import { openLmdbStore, openRedisStore, type Loaded, type Store } from '@briefboard/store'
import * as Y from 'yjs'
import { CLOSE, type Answer, type Compacted, type Order, type StoreAddress } from './compaction.ts'

/** Entries younger than this stay in the log, for followers that are a little behind. */
const KEEP_MS = 60_000
/** As long as those of a log may be: a large document in small pieces takes a turn of the event loop for each. */
const SENT_PIECE_BYTES = 4 * PIECE_BYTES

// Given and sent by compaction.ts alone.
const address = workerData as StoreAddress
const opening: Promise<Store> =
  'lmdb' in address ? Promise.resolve(openLmdbStore({ ...address.lmdb, isKnown: true })) : openRedisStore(address.redis)
parentPort?.on('message', async (order: Order | typeof CLOSE) => {
  if (order === CLOSE) return opening.then((store) => store.close()).finally(() => parentPort?.close())
  const answer = await answerTo(order)
  // Handed over, not copied; each piece has just got a buffer of its own.
  parentPort?.postMessage(answer, 'pieces' in answer ? answer.pieces.map(({ buffer }) => buffer as ArrayBuffer) : [])
})

async function answerTo({ task, room }: Order): Promise<Answer> {
  try {
    const { log } = await opening
    return task === 'compact' ? { compacted: await compact(log, room) } : { pieces: await read(log, room) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** All that can be read of it: what is damaged is told where the room is opened. */
async function read(log: Store['log'], room: RoomId): Promise<Uint8Array[]> {
  const { doc } = await heldDocumentOf(await readHistory(await log.load(room)), oneAtATime)
  return splitUpdate(Y.encodeStateAsUpdate(doc), SENT_PIECE_BYTES).map((piece) => new Uint8Array(piece))
}

async function compact(log: Store['log'], room: RoomId): Promise<Compacted> {
  const loaded = await log.load(room)
  const history = await readHistory(loaded)
  // A snapshot would let go for good of what may still be mended.
  if (loaded.damage.length > 0) throw new Error('Some of its log is damaged; `briefboard doctor` says what.')
  if (history.leftOut.some(({ why }) => why === 'gap')) throw new Error('Some of its entries build on missing ones.')
  if (history.leftOut.some(({ why }) => why === 'malformed')) throw new Error('Some of its entries cannot be read.')
  const base = loaded.snapshot?.position ?? 0
  if (loaded.position === base) return standing(loaded)
  await oneAtATime.take(await memoryOfHistory(history))
  const state = await compactHistory(history, ({ cause }) => {
    throw new Error('Some of its entries cannot be applied; `briefboard doctor` says which room.', { cause })
  })
  const isKept = await log.compact(room, loaded.epoch, base, { position: loaded.position, state }, KEEP_MS)
  if (!isKept) return standing(await log.load(room))
  return { position: loaded.position, size: await sizeOfPieces(decodeState(state).pieces), isOurs: true }
}

/** The snapshot that somebody else has made. */
async function standing({ snapshot }: Loaded): Promise<Compacted> {
  const pieces = snapshot === null ? [] : decodeState(snapshot.state).pieces
  return { position: snapshot?.position ?? 0, size: await sizeOfPieces(pieces), isOurs: false }
}
