/** The update log in Redis: a stream, two snapshots and a hash for each room. */
import type { RoomId } from '@briefboard/protocol'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing } from '../errors.ts'
import { follow } from '../follower.ts'
import { inspection } from '../inspection.ts'
import type { Head, Position, UpdateLog } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import { packEntries, sealEntry } from './entry-pack.ts'
import { metaPattern, roomIn, roomKeys } from './keys.ts'
import { lanes } from './lanes.ts'
import { APPEND, CREATE, EPOCH_CHANGED, INSPECT, REMOVE, ROOM_MISSING, TAIL } from './log-scripts.ts'
import type { RedisFeed } from './redis-feed.ts'
import { loadRoom } from './redis-load.ts'
import { asCount, asInteger, asList, asText, inspectReply, tailReply } from './replies.ts'
import { compactRoom, replaceRoom } from './snapshots.ts'

export interface RedisLogParts {
  connection: RedisConnection
  feed: RedisFeed
  prefix: string
}

export function redisLog({ connection, feed, prefix }: RedisLogParts): UpdateLog {
  const keysOf = (room: RoomId) => roomKeys(prefix, room)

  const isCluster = connection.isCluster ? '1' : '0'

  const append = lanes(async (room, epoch, entries) => {
    const { meta, log, feed } = keysOf(room)
    const reply = await connection.commit(APPEND, [meta, log, feed], [epoch, isCluster, packEntries(entries)])
    const last = demand(room, asInteger(reply))
    return last
  })

  async function readAfter(room: RoomId, after: Position) {
    const { meta, log } = keysOf(room)
    const reply = await connection.run(TAIL, [meta, log], [String(after)])
    if (typeof reply === 'number') demand(room, reply)
    return tailReply(reply, after)
  }

  async function readHead(room: RoomId): Promise<Head | null> {
    const { meta } = keysOf(room)
    const [epoch, position] = asList(await connection.command(meta, ['HMGET', meta, 'epoch', 'position']))
    return epoch === null ? null : { epoch: asText(epoch), position: asCount(position) }
  }

  return {
    async create(room, first) {
      const { meta, log, snap0, snap1 } = keysOf(room)
      const args = [newEpoch(), sealEntry({ author: '', update: first }), isCluster]
      const made = await connection.commit(CREATE, [meta, log, snap0, snap1], args)
      return made === 1
    },

    async exists(room) {
      const { meta } = keysOf(room)
      return (await connection.command(meta, ['EXISTS', meta])) === 1
    },

    // All in one turn, and so in one write to each node: one round trip, whatever the number of rooms.
    async heads(rooms) {
      const heads = await Promise.all(rooms.map(readHead))
      return new Map(rooms.flatMap((room, at) => (heads[at] ? [[room, heads[at]] as const] : [])))
    },

    append,

    load: (room) => loadRoom(connection, keysOf(room), room),

    async subscribe(room, after, onEntry, onLost) {
      const { epoch, term } = await readAfter(room, Number.MAX_SAFE_INTEGER - 1)
      const follower = follow({
        room,
        epoch,
        term,
        after,
        readAfter: (last) => readAfter(room, last),
        onEntry,
        onLost,
        onEnd: () => feed.delete(follower),
      })
      return feed.add(follower)
    },

    async compact(room, epoch, base, snapshot, keepMs) {
      return demand(room, await compactRoom(connection, keysOf(room), { epoch, base, snapshot, keepMs })) === 1
    },

    replace: (async (room, state, expect) => {
      const epoch = newEpoch()
      return (await replaceRoom(connection, keysOf(room), { epoch, state, expect })) ? epoch : null
    }) as UpdateLog['replace'],

    async remove(room) {
      const { meta, log, snap0, snap1, feed, holds, holders } = keysOf(room)
      await connection.commit(REMOVE, [meta, log, snap0, snap1, feed, holds, holders], [])
    },

    // A scan, not a set of names beside the rooms: in a cluster the two could not be written in one step, and a room
    // that is missing from the list would be missing from a backup.
    async rooms() {
      const rooms = new Set<RoomId>()
      for (const key of await connection.scan(metaPattern(prefix), 'hash')) rooms.add(roomIn(prefix, key))
      return [...rooms].sort()
    },

    async inspect(room) {
      const { meta, log, snap0, snap1, quarantine } = keysOf(room)
      const reply = await connection.run(INSPECT, [meta, log, snap0, snap1, quarantine], [])
      if (typeof reply === 'number') demand(room, reply)
      return inspection(inspectReply(reply))
    },
  }
}

/** Lets a script's result through. @throws RoomMissing, EpochChanged */
function demand(room: RoomId, result: number): number {
  if (result === ROOM_MISSING) throw new RoomMissing(room)
  if (result === EPOCH_CHANGED) throw new EpochChanged(room)
  return result
}
