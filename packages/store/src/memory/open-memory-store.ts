/** A store that lives as long as its process. */
import { localFeed } from '../local-feed.ts'
import type { Store } from '../store.ts'
import { memoryHolds } from './memory-holds.ts'
import { memoryLog, type MemoryRooms } from './memory-log.ts'
import { memoryFiles, memoryRecords } from './memory-records.ts'

/** Opens an empty store in memory. Nothing of it outlives the process, and `durability` says so. */
export function openMemoryStore(): Store {
  const feed = localFeed()
  const rooms: MemoryRooms = new Map()
  let closed = false
  return {
    durability: 'memory',
    log: memoryLog(rooms, feed, () => closed),
    holds: memoryHolds(rooms),
    records: memoryRecords(),
    files: memoryFiles(),
    async health() {
      const notes = ['This store is in memory: all of it is gone when the server stops.']
      return { ok: !closed, problems: closed ? ['The store is closed.'] : [], notes }
    },
    async close() {
      closed = true
      feed.closeAll()
    },
  }
}
