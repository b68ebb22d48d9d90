/** Holds in memory. */
import { RoomMissing } from '../errors.ts'
import type { Author, Holds } from '../store.ts'
import type { MemoryHold, MemoryRooms } from './memory-log.ts'

type Held = Map<number, MemoryHold>

export function memoryHolds(rooms: MemoryRooms): Holds {
  return {
    async hold(room, id, person, { keepMs, renewMs, mostAPerson, mostPersons }) {
      const held = rooms.get(room)?.holds
      if (held === undefined) throw new RoomMissing(room)
      const now = Date.now()
      const before = held.get(id)
      if (before !== undefined && now - before.at < keepMs) {
        if (before.person !== person || now - before.at < renewMs) return before.person
      }
      held.delete(id)
      held.set(id, { person, at: now })
      letGoOfOldest(held, person, mostAPerson)
      letGoOfLongestSilent(held, mostPersons)
      return person
    },
    async holders(room, ids, keepMs) {
      const held: Held = rooms.get(room)?.holds ?? new Map()
      const found = ids.flatMap((id) => {
        const hold = held.get(id)
        return hold !== undefined && Date.now() - hold.at < keepMs ? [[id, hold.person] as const] : []
      })
      return new Map(found)
    },
  }
}

function letGoOfOldest(held: Held, person: Author, most: number): void {
  const own = [...held].flatMap(([id, hold]) => (hold.person === person ? [id] : []))
  for (const id of own.slice(0, Math.max(0, own.length - most))) held.delete(id)
}

function letGoOfLongestSilent(held: Held, most: number): void {
  // Later ones take the place of earlier ones: what is left is in order of each person's last.
  const last = new Map<Author, true>()
  for (const { person } of held.values()) {
    last.delete(person)
    last.set(person, true)
  }
  const gone = new Set([...last.keys()].slice(0, Math.max(0, last.size - most)))
  for (const [id, { person }] of held) if (gone.has(person)) held.delete(id)
}
