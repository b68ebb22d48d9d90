/** The feed within one process: who follows which room. */
import type { RoomId } from '@briefboard/protocol'
import type { FeedBatch, Follower } from './follower.ts'

export interface LocalFeed {
  add(follower: Follower): void
  delete(follower: Follower): void
  publish(room: RoomId, batch: FeedBatch): void
  followers(): Iterable<Follower>
  /** Every follower of the room loses it. */
  lose(room: RoomId, why: Error): void
  closeAll(): void
}

export function localFeed(): LocalFeed {
  const rooms = new Map<RoomId, Set<Follower>>()
  return {
    add(follower) {
      const followers = rooms.get(follower.room)
      if (followers) followers.add(follower)
      else rooms.set(follower.room, new Set([follower]))
    },
    delete(follower) {
      const followers = rooms.get(follower.room)
      followers?.delete(follower)
      if (followers?.size === 0) rooms.delete(follower.room)
    },
    publish(room, batch) {
      for (const follower of rooms.get(room) ?? []) follower.offer(batch)
    },
    followers: () => [...rooms.values()].flatMap((followers) => [...followers]),
    lose(room, why) {
      for (const follower of [...(rooms.get(room) ?? [])]) follower.lose(why)
    },
    closeAll() {
      for (const followers of [...rooms.values()]) for (const follower of [...followers]) follower.close()
    },
  }
}
