/** Notices what other processes have written into the folder, so that this one's followers hear of it too. (S8) */
import type { RoomId } from '@briefboard/protocol'
import { RoomMissing } from '../errors.ts'
import type { Follower } from '../follower.ts'
import type { LocalFeed } from '../local-feed.ts'
import type { Environment } from './environment.ts'
import { decodeMeta } from './room-meta.ts'
import type { Writer } from './writer.ts'

const INTERVAL_MS = 300

/** Only a commit of another process leads to a look at the rooms. Gives what ends it. */
export function watchOthers(env: Environment, writer: Writer, feed: LocalFeed): () => void {
  const timer = setInterval(() => {
    if (!writer.othersCommitted()) return
    env.refresh()
    for (const [room, followers] of Map.groupBy(feed.followers(), (follower) => follower.room))
      look(env, room, followers)
  }, INTERVAL_MS).unref()
  return () => clearInterval(timer)
}

/** A room with a new epoch is behind too, and ends where it catches up. */
function look(env: Environment, room: RoomId, followers: readonly Follower[]): void {
  const stored = env.meta.get(room)
  const meta = stored && decodeMeta(stored)
  for (const follower of followers) {
    if (!meta) follower.lose(new RoomMissing(room))
    else if (follower.isBehind(meta.epoch, 0, meta.position)) void follower.catchUp()
  }
}
