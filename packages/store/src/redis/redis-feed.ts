/** The feed over Redis's shard channels, with a look at the log now and then, since pub/sub may lose messages. */
import type { RoomId } from '@briefboard/protocol'
import { RoomMissing } from '../errors.ts'
import type { Follower } from '../follower.ts'
import type { Subscription } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import { readFeedMessage } from './feed-message.ts'
import { roomKeys } from './keys.ts'
import type { Listener } from './node.ts'
import { asCount, asList, asText } from './replies.ts'

export interface RedisFeed {
  /** Joins the room's channel, then brings the follower level with the log. @throws StoreUnavailable */
  add(follower: Follower): Promise<Subscription>
  delete(follower: Follower): void
  /** Compares every follower with the log. */
  lookAtLogs(): Promise<void>
  closeAll(): void
}

export function redisFeed(connection: RedisConnection, prefix: string): RedisFeed {
  const listeners = new Map<Follower, Listener>()

  async function lookAtLog(room: RoomId, followers: Follower[]): Promise<void> {
    const { meta } = roomKeys(prefix, room)
    const fields = asList(await connection.command(meta, ['HMGET', meta, 'epoch', 'term', 'position']))
    const [epoch, term, position] = fields
    for (const follower of followers) {
      if (epoch === null) follower.lose(new RoomMissing(room))
      else if (follower.isBehind(asText(epoch), asCount(term), asCount(position))) await follower.catchUp()
    }
  }

  return {
    async add(follower) {
      const channel = roomKeys(prefix, follower.room).feed
      const listener: Listener = (message) => {
        const batch = readFeedMessage(message)
        if (batch) follower.offer(batch)
        else follower.lose(new RoomMissing(follower.room))
      }
      listeners.set(follower, listener)
      try {
        await connection.subscribe(channel, listener)
      } catch (error) {
        follower.close()
        throw error
      }
      await follower.catchUp()
      return follower
    },
    delete(follower) {
      const listener = listeners.get(follower)
      if (!listener) return
      listeners.delete(follower)
      // If it fails, the connection is away, and Redis has dropped the subscription with it.
      connection.unsubscribe(roomKeys(prefix, follower.room).feed, listener).catch(() => undefined)
    },
    async lookAtLogs() {
      const rooms = Map.groupBy(listeners.keys(), (follower) => follower.room)
      // A look that fails is not reported here: health tells that Redis is away, and the next look comes soon.
      await Promise.allSettled([...rooms].map(([room, followers]) => lookAtLog(room, followers)))
    },
    closeAll() {
      for (const follower of [...listeners.keys()]) follower.close()
    },
  }
}
