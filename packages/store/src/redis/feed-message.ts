/** What scripts publish: the first position (0: the room is gone), term, its start, epoch, then the entries' pack. */
import type { FeedBatch } from '../follower.ts'
import { unpackEntries } from './entry-pack.ts'

const TERM_AT = 8
const SINCE_AT = 16
const EPOCH_LENGTH_AT = 24
const EPOCH_AT = 25

/** Null if the room is gone. The updates are views of the message, which is nobody else's. */
export function readFeedMessage(message: Buffer): FeedBatch | null {
  const first = message.readDoubleBE(0)
  if (first === 0) return null
  const packAt = EPOCH_AT + message.readUInt8(EPOCH_LENGTH_AT)
  return {
    epoch: message.toString('latin1', EPOCH_AT, packAt),
    term: message.readDoubleBE(TERM_AT),
    since: message.readDoubleBE(SINCE_AT),
    entries: unpackEntries(message.subarray(packAt), first),
  }
}
