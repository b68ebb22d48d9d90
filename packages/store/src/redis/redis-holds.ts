/** Holds in Redis: two hashes beside a room's log. */
import { RoomMissing } from '../errors.ts'
import type { Author, Holds } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import { HOLD } from './hold-script.ts'
import { roomKeys } from './keys.ts'
import { ROOM_MISSING } from './log-scripts.ts'
import { asList, asText } from './replies.ts'

const HELD = /^(\d+) \d+ (.*)$/

export function redisHolds(connection: RedisConnection, prefix: string): Holds {
  return {
    async hold(room, id, person, { keepMs, renewMs, mostAPerson, mostPersons }) {
      const { meta, holds, holders } = roomKeys(prefix, room)
      const args = [String(id), person, ...[keepMs, renewMs, mostAPerson, mostPersons].map(String)]
      const reply = await connection.commit(HOLD, [meta, holds, holders], args)
      if (reply === ROOM_MISSING) throw new RoomMissing(room)
      return asText(reply)
    },

    async holders(room, ids, keepMs) {
      const found = new Map<number, Author>()
      if (ids.length === 0) return found
      const { holds } = roomKeys(prefix, room)
      const values = asList(await connection.command(holds, ['HMGET', holds, ...ids.map((id) => `id ${id}`)]))
      const youngestFree = Date.now() - keepMs
      for (const [at, id] of ids.entries()) {
        const held = values[at] === null ? null : HELD.exec(asText(values[at]))
        if (held?.[2] !== undefined && Number(held[1]) > youngestFree) found.set(id, held[2])
      }
      return found
    },
  }
}
