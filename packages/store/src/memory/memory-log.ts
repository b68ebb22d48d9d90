/** The update log in memory, for tests and for trying things out. */
import type { RoomId } from '@briefboard/protocol'
import { newEpoch } from '../epoch.ts'
import { EpochChanged, RoomMissing, StoreUnavailable } from '../errors.ts'
import { follow, ONE_TERM } from '../follower.ts'
import { inspection } from '../inspection.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { RawEntry } from '../log-tail.ts'
import type { Author, Entry, Epoch, Head, Position, Snapshot, UpdateLog } from '../store.ts'

interface MemorySnapshot extends Snapshot {
  at: number
}

export interface MemoryHold {
  person: Author
  at: number
}

export interface MemoryRoom {
  epoch: Epoch
  position: Position
  entries: RawEntry[]
  newest: MemorySnapshot | null
  previous: MemorySnapshot | null
  trimmed: Position
  /** By id, the longest unrenewed first. */
  holds: Map<number, MemoryHold>
}

export type MemoryRooms = Map<RoomId, MemoryRoom>

export function memoryLog(rooms: MemoryRooms, feed: LocalFeed, isClosed: () => boolean): UpdateLog {
  function demandOpen(): void {
    if (isClosed()) throw new StoreUnavailable('The store is closed.')
  }

  function find(room: RoomId): MemoryRoom {
    demandOpen()
    const found = rooms.get(room)
    if (!found) throw new RoomMissing(room)
    return found
  }

  function findEpoch(room: RoomId, epoch: Epoch): MemoryRoom {
    const found = find(room)
    if (found.epoch !== epoch) throw new EpochChanged(room)
    return found
  }

  async function replace(room: RoomId, state: Uint8Array, expect?: Head): Promise<Epoch | null> {
    demandOpen()
    const old = rooms.get(room)
    if (expect !== undefined && (old?.epoch !== expect.epoch || old.position !== expect.position)) return null
    const epoch = newEpoch()
    const newest = { position: 1, state: state.slice(), at: Date.now() }
    const holds = old?.holds ?? new Map()
    rooms.set(room, { epoch, position: 1, entries: [], newest, previous: null, trimmed: 1, holds })
    feed.lose(room, new EpochChanged(room))
    return epoch
  }

  return {
    async create(room, first) {
      demandOpen()
      if (rooms.has(room)) return false
      const entries = [rawEntry(1, first, '')]
      const nothing = { newest: null, previous: null, trimmed: 0, holds: new Map() }
      rooms.set(room, { epoch: newEpoch(), position: 1, entries, ...nothing })
      return true
    },
    async exists(room) {
      return rooms.has(room)
    },
    async heads(asked) {
      demandOpen()
      const heads = new Map<RoomId, Head>()
      for (const room of asked) {
        const found = rooms.get(room)
        if (found) heads.set(room, { epoch: found.epoch, position: found.position })
      }
      return heads
    },
    async append(room, epoch, update, author) {
      const found = findEpoch(room, epoch)
      const entry = rawEntry(++found.position, update, author)
      found.entries.push(entry)
      feed.publish(room, { epoch, ...ONE_TERM, entries: [plain(entry)] })
      return entry.position
    },
    async load(room) {
      const { epoch, position, newest, entries } = find(room)
      const base = newest?.position ?? 0
      const later = entries.filter((entry) => entry.position > base).map(plain)
      const snapshot = newest && { position: newest.position, state: newest.state.slice() }
      return { epoch, position, snapshot, entries: later, damage: [] }
    },
    async subscribe(room, after, onEntry, onLost) {
      const follower = follow({
        room,
        epoch: find(room).epoch,
        term: 0,
        after,
        readAfter: async (last) => {
          const { epoch, position, entries } = find(room)
          const later = entries.filter((entry) => entry.position > last).map(plain)
          return { epoch, ...ONE_TERM, position, entries: later }
        },
        onEntry,
        onLost,
        onEnd: () => feed.delete(follower),
      })
      feed.add(follower)
      await follower.catchUp()
      return follower
    },
    async compact(room, epoch, base, { position, state }, keepMs) {
      const found = findEpoch(room, epoch)
      if ((found.newest?.position ?? 0) !== base || position <= base || position > found.position) return false
      found.previous = found.newest
      found.newest = { position, state: state.slice(), at: Date.now() }
      const youngest = Date.now() - keepMs
      const firstKept = found.entries.findIndex((entry) => entry.position > base || entry.at > youngest)
      const trimmed = found.entries.splice(0, firstKept === -1 ? found.entries.length : firstKept)
      found.trimmed = trimmed.at(-1)?.position ?? found.trimmed
      return true
    },
    replace: ((room, state, expect) => replace(room, state, expect)) as UpdateLog['replace'],

    async remove(room) {
      demandOpen()
      if (rooms.delete(room)) feed.lose(room, new RoomMissing(room))
    },
    async rooms() {
      return [...rooms.keys()].sort()
    },
    async inspect(room) {
      const { epoch, position, newest, previous, trimmed, entries } = find(room)
      const snapshots = [previous, newest].flatMap((snapshot) => (snapshot ? [{ ...snapshot, sound: true }] : []))
      return inspection({
        epoch,
        position,
        newest: newest?.position ?? 0,
        previous: previous?.position ?? 0,
        trimmed,
        snapshots,
        entries,
        quarantined: 0,
      })
    },
  }
}

function rawEntry(position: Position, update: Uint8Array, author: Author): RawEntry {
  return { position, author, update: update.slice(), at: Date.now(), sound: true }
}

/** A copy, which its taker may change. */
function plain({ position, author, update }: RawEntry): Entry {
  return { position, author, update: update.slice() }
}
