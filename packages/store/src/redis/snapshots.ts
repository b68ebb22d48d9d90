/** Writes snapshots to Redis: uploaded in pieces, so that nobody waits for a large one, then put in place in one step. */
import { randomBytes } from 'node:crypto'
import { checksum } from '../checksum.ts'
import { StoreUnavailable } from '../errors.ts'
import type { Epoch, Head, Position, Snapshot } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import type { RoomKeys } from './keys.ts'
import { COMPACT, EPOCH_CHANGED, REPLACE, ROOM_MISSING } from './log-scripts.ts'
import { asCount, asInteger, asList, asText } from './replies.ts'

const PIECE_BYTES = 512 * 1024
/** After this time, what was uploaded and never put in place is gone. */
const FORGOTTEN_AFTER_S = '600'

export interface Compaction {
  epoch: Epoch
  base: Position
  snapshot: Snapshot
  keepMs: number
}

/** 1 if it was committed, 0 if not, or why it could not be. */
export async function compactRoom(
  connection: RedisConnection,
  keys: RoomKeys,
  compaction: Compaction,
): Promise<number> {
  const { epoch, base, snapshot, keepMs } = compaction
  const { position, state } = snapshot
  const refused = await refusal(connection, keys, compaction)
  if (refused !== null) return refused
  const upload = await uploadState(connection, keys, state)
  const args = [epoch, `${base}`, `${position}`, `${state.byteLength}`, `${checksum(state)}`, `${keepMs}`]
  const reply = await connection.run(COMPACT, [keys.meta, keys.log, keys.snap0, keys.snap1, upload], args)
  const result = asInteger(reply)
  if (result !== 1) await connection.command(keys.meta, ['UNLINK', upload])
  return result
}

/** What the script would say too; asked first, so that a snapshot which comes late is not uploaded in vain. */
async function refusal(
  connection: RedisConnection,
  { meta }: RoomKeys,
  { epoch, base, snapshot }: Compaction,
): Promise<number | null> {
  const [theirs, newest, position] = asList(
    await connection.command(meta, ['HMGET', meta, 'epoch', 'newest', 'position']),
  )
  if (theirs === null) return ROOM_MISSING
  if (asText(theirs) !== epoch) return EPOCH_CHANGED
  const isNext = asCount(newest) === base && snapshot.position > base && snapshot.position <= asCount(position)
  return isNext ? null : 0
}

/** False if the room does not stand at `expect`. @throws StoreUnavailable */
export async function replaceRoom(
  connection: RedisConnection,
  keys: RoomKeys,
  { epoch, state, expect }: { epoch: Epoch; state: Uint8Array; expect?: Head | undefined },
): Promise<boolean> {
  const upload = await uploadState(connection, keys, state)
  const args = [epoch, `${state.byteLength}`, `${checksum(state)}`, connection.isCluster ? '1' : '0']
  const expected = expect === undefined ? [] : [expect.epoch, `${expect.position}`]
  const { meta, log, snap0, snap1, feed } = keys
  const result = await connection.commit(REPLACE, [meta, log, snap0, snap1, feed, upload], [...args, ...expected])
  if (result === 1) return true
  await connection.command(meta, ['UNLINK', upload])
  if (result === EPOCH_CHANGED) return false
  throw new StoreUnavailable(
    'Redis no longer had the whole new state when it was to be put in place. Nothing was changed. Try again.',
  )
}

/** Gives the key under which the state lies until it is put in place. */
async function uploadState(connection: RedisConnection, keys: RoomKeys, state: Uint8Array): Promise<string> {
  const upload = keys.upload(randomBytes(8).toString('hex'))
  for (let at = 0; at < state.byteLength; at += PIECE_BYTES) {
    const piece = state.subarray(at, at + PIECE_BYTES)
    const command = at === 0 ? ['SET', upload, piece, 'EX', FORGOTTEN_AFTER_S] : ['APPEND', upload, piece]
    await connection.command(keys.meta, command)
  }
  return upload
}
