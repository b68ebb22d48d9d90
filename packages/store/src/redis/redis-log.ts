/** The update log in Redis: a stream, two snapshots and a hash for each room. */
import type { RoomId } from '@briefboard/protocol'
import { checksum } from '../checksum.ts'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing } from '../errors.ts'
import { follow } from '../follower.ts'
import { sortOut } from '../log-tail.ts'
import type { Position, UpdateLog } from '../store.ts'
import type { Argument, RedisConnection } from './connection.ts'
import type { DiskWait } from './disk-wait.ts'
import { metaPattern, roomIn, roomKeys } from './keys.ts'
import { lanes } from './lanes.ts'
import type { RedisFeed } from './redis-feed.ts'
import { loadRoom } from './redis-load.ts'
import { asInteger, tailReply } from './replies.ts'
import { APPEND, COMPACT, CREATE, EPOCH_CHANGED, REMOVE, ROOM_MISSING, TAIL } from './scripts.ts'

export interface RedisLogParts {
  connection: RedisConnection
  feed: RedisFeed
  prefix: string
  waitForDisk: DiskWait
}

export function redisLog({ connection, feed, prefix, waitForDisk }: RedisLogParts): UpdateLog {
  const keysOf = (room: RoomId) => roomKeys(prefix, room)

  const append = lanes(async (room, epoch, updates) => {
    const { meta, log, feed } = keysOf(room)
    const args: Argument[] = [epoch]
    for (const update of updates) args.push(update, String(checksum(update)))
    const last = demand(room, asInteger(await connection.run(APPEND, [meta, log, feed], args)))
    await waitForDisk(meta)
    return last
  })

  async function readAfter(room: RoomId, after: Position) {
    const { meta, log } = keysOf(room)
    const reply = await connection.run(TAIL, [meta, log], [String(after)])
    if (typeof reply === 'number') demand(room, reply)
    const { epoch, position, entries } = tailReply(reply)
    return { epoch, position, entries: sortOut(entries, after + 1, position).entries }
  }

  return {
    async create(room, first) {
      const { meta, log, snap0, snap1 } = keysOf(room)
      const made = await connection.run(CREATE, [meta, log, snap0, snap1], [newEpoch(), first, String(checksum(first))])
      await waitForDisk(meta)
      return made === 1
    },

    async exists(room) {
      const { meta } = keysOf(room)
      return (await connection.command(meta, ['EXISTS', meta])) === 1
    },

    append,

    load: (room) => loadRoom(connection, keysOf(room), room),

    async subscribe(room, after, onEntry, onLost) {
      const { epoch } = await readAfter(room, Number.MAX_SAFE_INTEGER - 1)
      const follower = follow({
        room,
        epoch,
        after,
        readAfter: (last) => readAfter(room, last),
        onEntry,
        onLost,
        onEnd: () => feed.delete(follower),
      })
      return feed.add(follower)
    },

    async compact(room, epoch, base, { position, state }, keepMs) {
      const { meta, log, snap0, snap1 } = keysOf(room)
      const reply = await connection.run(
        COMPACT,
        [meta, log, snap0, snap1],
        [epoch, String(base), String(position), state, String(checksum(state)), String(keepMs)],
      )
      return demand(room, asInteger(reply)) === 1
    },

    async remove(room) {
      const { meta, log, snap0, snap1, feed } = keysOf(room)
      await connection.run(REMOVE, [meta, log, snap0, snap1, feed], [])
      await waitForDisk(meta)
    },

    // A scan, not a set of names beside the rooms: in a cluster the two could not be written in one step, and a room
    // that is missing from the list would be missing from a backup.
    async rooms() {
      const rooms = new Set<RoomId>()
      for (const key of await connection.scan(metaPattern(prefix))) rooms.add(roomIn(prefix, key))
      return [...rooms].sort()
    },
  }
}

/** Lets a script's result through. @throws RoomMissing, EpochChanged */
function demand(room: RoomId, result: number): number {
  if (result === ROOM_MISSING) throw new RoomMissing(room)
  if (result === EPOCH_CHANGED) throw new EpochChanged(room)
  return result
}
