/** One subscriber of a room: keeps the order, tells nothing twice, and fills gaps of the feed from the log. */
import type { RoomId } from '@briefboard/protocol'
import { setTimeout as wait } from 'node:timers/promises'
import { EpochChanged, FeedBroken, StoreUnavailable } from './errors.ts'
import type { Entry, Epoch, Position } from './store.ts'

/** An appended entry as the feed carries it. `position - 1` is the one before it: positions have no gaps. */
export interface FeedItem extends Entry {
  epoch: Epoch
}

/** What the log holds after a position: the sound entries in order, and where the log ends. */
export interface Tail {
  epoch: Epoch
  entries: Entry[]
  position: Position
}

export interface Follower {
  readonly room: RoomId
  /** The feed brought an entry. */
  offer(item: FeedItem): void
  /** Looks into the log for what the feed did not bring. Resolves when the follower is level with it, or has ended. */
  catchUp(): Promise<void>
  /** Whether a log of this epoch that ends at `position` has something new. */
  isBehind(epoch: Epoch, position: Position): boolean
  lose(why: Error): void
  close(): void
}

export interface FollowOptions {
  room: RoomId
  epoch: Epoch
  after: Position
  readAfter: (after: Position) => Promise<Tail>
  onEntry: (entry: Entry) => void
  onLost: (why: Error) => void
  /** Called once, however it ends. */
  onEnd: () => void
}

const RETRY_DELAYS_MS = [100, 300, 1000, 3000]

export function follow({ room, epoch, after, readAfter, onEntry, onLost, onEnd }: FollowOptions): Follower {
  let last = after
  // The highest position heard of while the log is being read. Its bytes are not kept: the log has them, and so a
  // flood during a slow read costs no memory.
  let heard = after
  let reading: Promise<void> | null = null
  let ended = false

  function end(): boolean {
    if (ended) return false
    ended = true
    onEnd()
    return true
  }

  function lose(why: Error): void {
    if (end()) onLost(why)
  }

  function tell(entry: Entry): void {
    last = entry.position
    try {
      onEntry(entry)
    } catch (cause) {
      // S16: one subscriber's error ends that subscription and reaches nobody else.
      lose(cause instanceof Error ? cause : new Error(String(cause)))
    }
  }

  async function readLog(): Promise<void> {
    let idleReads = 0
    do {
      const before = last
      const tail = await readWithRetry()
      if (ended || tail === null) return
      if (tail.epoch !== epoch || tail.position < last) return lose(new EpochChanged(room))
      for (const entry of tail.entries) {
        if (ended) return
        if (entry.position <= last) continue
        if (entry.position !== last + 1) return lose(new FeedBroken(room, last + 1))
        tell(entry)
      }
      if (ended) return
      // What was heard of must be in the log; a log that went back (a failover of Redis that lost its end) is lost.
      if (last === before && last < heard) idleReads++
      if (last < tail.position || idleReads > 2) return lose(new FeedBroken(room, last + 1))
    } while (!ended && last < heard)
  }

  async function readWithRetry(): Promise<Tail | null> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await readAfter(last)
      } catch (error) {
        const delayMs = error instanceof StoreUnavailable ? RETRY_DELAYS_MS[attempt] : undefined
        if (delayMs === undefined) {
          lose(error instanceof Error ? error : new Error(String(error)))
          return null
        }
        await wait(delayMs, undefined, { ref: false })
        if (ended) return null
      }
    }
  }

  function catchUp(): Promise<void> {
    if (ended) return Promise.resolve()
    reading ??= readLog().finally(() => {
      reading = null
      if (!ended && last < heard) void catchUp()
    })
    return reading
  }

  function offer(item: FeedItem): void {
    if (ended) return
    if (item.epoch !== epoch) return lose(new EpochChanged(room))
    if (item.position <= last) return
    if (item.position > heard) heard = item.position
    if (reading !== null) return
    if (item.position === last + 1) tell(item)
    else void catchUp()
  }

  return {
    room,
    offer,
    catchUp,
    isBehind: (theirEpoch, position) => theirEpoch !== epoch || position !== last,
    lose,
    close: () => void end(),
  }
}
