/** The update log in memory, for tests and for trying things out. */
import type { RoomId } from '@briefboard/protocol'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing, StoreUnavailable } from '../errors.ts'
import { follow } from '../follower.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { Entry, Epoch, Position, Snapshot, UpdateLog } from '../store.ts'

interface TimedEntry extends Entry {
  at: number
}

interface MemoryRoom {
  epoch: Epoch
  position: Position
  entries: TimedEntry[]
  newest: Snapshot | null
  previous: Snapshot | null
}

export function memoryLog(feed: LocalFeed, isClosed: () => boolean): UpdateLog {
  const rooms = new Map<RoomId, MemoryRoom>()

  function find(room: RoomId): MemoryRoom {
    if (isClosed()) throw new StoreUnavailable('The store is closed.')
    const found = rooms.get(room)
    if (!found) throw new RoomMissing(room)
    return found
  }

  function findEpoch(room: RoomId, epoch: Epoch): MemoryRoom {
    const found = find(room)
    if (found.epoch !== epoch) throw new EpochChanged(room)
    return found
  }

  return {
    async create(room, first) {
      if (isClosed()) throw new StoreUnavailable('The store is closed.')
      if (rooms.has(room)) return false
      const entry = { position: 1, update: first.slice(), at: Date.now() }
      rooms.set(room, { epoch: newEpoch(), position: 1, entries: [entry], newest: null, previous: null })
      return true
    },
    async exists(room) {
      return rooms.has(room)
    },
    async append(room, epoch, update) {
      const found = findEpoch(room, epoch)
      const entry = { position: ++found.position, update: update.slice(), at: Date.now() }
      found.entries.push(entry)
      feed.publish(room, { epoch, position: entry.position, update: entry.update })
      return entry.position
    },
    async load(room) {
      const { epoch, position, newest, entries } = find(room)
      const base = newest?.position ?? 0
      const later = entries.filter((entry) => entry.position > base)
      return {
        epoch,
        position,
        snapshot: newest && { position: newest.position, state: newest.state.slice() },
        entries: later.map((entry) => ({ position: entry.position, update: entry.update.slice() })),
        damage: [],
      }
    },
    async subscribe(room, after, onEntry, onLost) {
      const follower = follow({
        room,
        epoch: find(room).epoch,
        after,
        readAfter: async (last) => {
          const { epoch, position, entries } = find(room)
          return { epoch, position, entries: entries.filter((entry) => entry.position > last) }
        },
        onEntry,
        onLost,
        onEnd: () => feed.delete(follower),
      })
      feed.add(follower)
      await follower.catchUp()
      return follower
    },
    async compact(room, epoch, base, snapshot, keepMs) {
      const found = findEpoch(room, epoch)
      if ((found.newest?.position ?? 0) !== base) return false
      if (snapshot.position <= base || snapshot.position > found.position) return false
      found.previous = found.newest
      found.newest = { position: snapshot.position, state: snapshot.state.slice() }
      const youngest = Date.now() - keepMs
      const firstKept = found.entries.findIndex((entry) => entry.position > base || entry.at > youngest)
      found.entries.splice(0, firstKept === -1 ? found.entries.length : firstKept)
      return true
    },
    async remove(room) {
      if (isClosed()) throw new StoreUnavailable('The store is closed.')
      if (rooms.delete(room)) feed.lose(room, new RoomMissing(room))
    },
    async rooms() {
      return [...rooms.keys()].sort()
    },
  }
}
