/** The update log in LMDB. */
import type { RoomId } from '@briefboard/protocol'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing, StoreUnavailable } from '../errors.ts'
import { follow } from '../follower.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { Epoch, Head, UpdateLog } from '../store.ts'
import { appends } from './appends.ts'
import type { Environment } from './environment.ts'
import { removeHolds } from './lmdb-holds.ts'
import { inspectRoom } from './lmdb-inspect.ts'
import { loadRoom, readAfter, readMeta } from './lmdb-load.ts'
import { decodeMeta } from './room-meta.ts'
import type { RoomMeta } from './room-meta.ts'
import { seal } from './sealed-bytes.ts'
import { placeSnapshot, removePieces, uploadState } from './snapshots.ts'
import type { Transaction } from './transaction.ts'
import { commitSnapshot, isNext, removeRoom, trimMore } from './trim.ts'
import type { Work, Writer } from './writer.ts'

export function lmdbLog(env: Environment, writer: Writer, feed: LocalFeed): UpdateLog {
  const { append, cut } = appends(writer, feed)

  function write<T>(work: Work<T>, options?: { alone: boolean }): Promise<T> {
    cut()
    return writer.write(work, options)
  }

  async function replace(room: RoomId, state: Uint8Array, expect?: Head): Promise<Epoch | null> {
    const epoch = newEpoch()
    const upload = await uploadState({ env, writer }, room, state)
    const isReplaced = await write(
      (txn) => {
        if (expect !== undefined && !isAt(txn.room(room), expect)) {
          removePieces(txn, room, (each) => each === upload.id)
          return false
        }
        removeRoom(txn, room, upload)
        placeSnapshot(txn, room, 1, upload)
        txn.saveRoom(room, { epoch, position: 1, newest: 1, previous: 0, trimmed: 1 })
        return true
      },
      { alone: true },
    )
    if (!isReplaced) return null
    feed.lose(room, new EpochChanged(room))
    return epoch
  }

  /** A commit at a time, so that others write between them. What is not trimmed now is when the next snapshot comes. */
  async function trimRest(room: RoomId, epoch: Epoch, keepMs: number): Promise<void> {
    const work: Work<boolean> = (txn) => {
      const meta = txn.room(room)
      return meta?.epoch === epoch && trimMore(txn, room, meta, keepMs)
    }
    const isOver = (error: unknown): false => {
      if (error instanceof StoreUnavailable) return false
      throw error
    }
    while (await write(work, { alone: true }).catch(isOver));
  }

  return {
    create: (room, first) =>
      write((txn) => {
        if (txn.room(room)) return false
        txn.putUnread(env.log, [room, 1], seal(first, Date.now()))
        txn.saveRoom(room, { epoch: newEpoch(), position: 1, newest: 0, previous: 0, trimmed: 0 })
        return true
      }),

    async exists(room) {
      env.refresh()
      return env.meta.doesExist(room)
    },

    async heads(rooms) {
      env.refresh()
      const heads = new Map<RoomId, Head>()
      for (const room of rooms) {
        const stored = env.meta.get(room)
        if (!stored) continue
        const { epoch, position } = decodeMeta(stored)
        heads.set(room, { epoch, position })
      }
      return heads
    },

    append,

    load: (room) => loadRoom(env, writer, room),

    async subscribe(room, after, onEntry, onLost) {
      const { epoch } = readMeta(env, room)
      const follower = follow({
        room,
        epoch,
        term: 0,
        after,
        readAfter: async (last) => readAfter(env, room, last),
        onEntry,
        onLost,
        onEnd: () => feed.delete(follower),
      })
      feed.add(follower)
      await follower.catchUp()
      return follower
    },

    async compact(room, epoch, base, snapshot, keepMs) {
      const compaction = { base, snapshot, keepMs }
      const now = readMeta(env, room)
      if (now.epoch !== epoch) throw new EpochChanged(room)
      if (!isNext(now, compaction)) return false
      const upload = await uploadState({ env, writer }, room, snapshot.state)
      const work: Work<boolean> = (txn) => {
        return commitSnapshot(txn, room, { meta: demandEpoch(txn, room, epoch), compaction, upload })
      }
      const isPlaced = await write(work, { alone: true })
      if (isPlaced) await trimRest(room, epoch, keepMs)
      return isPlaced
    },

    replace: ((room, state, expect) => replace(room, state, expect)) as UpdateLog['replace'],

    async remove(room) {
      const work: Work<boolean> = (txn) => {
        removeHolds(txn, room)
        return removeRoom(txn, room)
      }
      const removed = await write(work, { alone: true })
      if (removed) feed.lose(room, new RoomMissing(room))
    },

    async rooms() {
      env.refresh()
      // The keys of this table are rooms' names and nothing else.
      return [...env.meta.getKeys()] as RoomId[]
    },

    inspect: async (room) => inspectRoom(env, room),
  }
}

const isAt = (meta: RoomMeta | null | undefined, { epoch, position }: Head): boolean =>
  meta?.epoch === epoch && meta.position === position

function demandEpoch(txn: Transaction, room: RoomId, epoch: Epoch): RoomMeta {
  const meta = txn.room(room)
  if (!meta) throw new RoomMissing(room)
  if (meta.epoch !== epoch) throw new EpochChanged(room)
  return meta
}
