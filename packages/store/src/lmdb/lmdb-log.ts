/** The update log in LMDB. */
import type { RoomId } from '@briefboard/protocol'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing } from '../errors.ts'
import { follow } from '../follower.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { Epoch, UpdateLog } from '../store.ts'
import type { Environment } from './environment.ts'
import { loadRoom, readAfter, readMeta } from './lmdb-load.ts'
import type { RoomMeta } from './room-meta.ts'
import { seal } from './sealed-bytes.ts'
import type { Transaction } from './transaction.ts'
import { commitSnapshot, removeRoom } from './trim.ts'
import type { Writer } from './writer.ts'

export function lmdbLog(env: Environment, writer: Writer, feed: LocalFeed): UpdateLog {
  return {
    create: (room, first) =>
      writer.write((txn) => {
        if (txn.room(room)) return false
        txn.putUnread(env.log, [room, 1], seal(first, Date.now()))
        txn.saveRoom(room, { epoch: newEpoch(), position: 1, newest: 0, previous: 0, trimmed: 0 })
        return true
      }),

    async exists(room) {
      env.refresh()
      return env.meta.doesExist(room)
    },

    append: (room, epoch, update) =>
      writer.write(
        (txn) => {
          const meta = demandEpoch(txn, room, epoch)
          const position = ++meta.position
          txn.putUnread(env.log, [room, position], seal(update, Date.now()))
          txn.saveRoom(room, meta)
          return position
        },
        { afterFlush: (position) => feed.publish(room, { epoch, position, update }) },
      ),

    load: (room) => loadRoom(env, writer, room),

    async subscribe(room, after, onEntry, onLost) {
      const { epoch } = readMeta(env, room)
      const follower = follow({
        room,
        epoch,
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

    compact: (room, epoch, base, snapshot, keepMs) =>
      writer.write((txn) => commitSnapshot(txn, room, demandEpoch(txn, room, epoch), { base, snapshot, keepMs }), {
        alone: true,
      }),

    async remove(room) {
      const removed = await writer.write((txn) => removeRoom(txn, room), { alone: true })
      if (removed) feed.lose(room, new RoomMissing(room))
    },

    async rooms() {
      env.refresh()
      // The keys of this table are rooms' names and nothing else.
      return [...env.meta.getKeys()] as RoomId[]
    },
  }
}

function demandEpoch(txn: Transaction, room: RoomId, epoch: Epoch): RoomMeta {
  const meta = txn.room(room)
  if (!meta) throw new RoomMissing(room)
  if (meta.epoch !== epoch) throw new EpochChanged(room)
  return meta
}
