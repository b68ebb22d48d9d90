/** What the append script publishes: position, the position before it, epoch, update. */
import type { FeedItem } from '../follower.ts'

const EPOCH_LENGTH_AT = 16
const EPOCH_AT = 17

/** Null if the room is gone. The update is a view of the message, which is nobody else's. */
export function readFeedMessage(message: Buffer): FeedItem | null {
  const position = message.readDoubleBE(0)
  if (position === 0) return null
  const updateAt = EPOCH_AT + message.readUInt8(EPOCH_LENGTH_AT)
  return { position, epoch: message.toString('latin1', EPOCH_AT, updateAt), update: message.subarray(updateAt) }
}
