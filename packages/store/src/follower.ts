/** One subscriber of a room: keeps the order, tells nothing twice, and fills gaps of the feed from the log. */
import type { RoomId } from '@briefboard/protocol'
import { setTimeout as wait } from 'node:timers/promises'
import { EpochChanged, FeedBroken, StoreUnavailable } from './errors.ts'
import type { Entry, Epoch, Position } from './store.ts'

/** Which history of a room a message or a reading of the log belongs to. */
export interface Standing {
  epoch: Epoch
  /**
   * Goes up when another Redis node has taken the room over. That node may lack the end of the log, which followers
   * have been told, and give its positions anew.
   */
  term: number
  /** Where the log ended when this term began: up to here, it goes on from the term before. */
  since: Position
}

/** Of a store whose log never goes back. */
export const ONE_TERM = { term: 0, since: 0 }

/** The entries of one commit as the feed carries them, in order. Positions have no gaps, so each names the one before. */
export interface FeedBatch extends Standing {
  entries: readonly Entry[]
}

/** What the log holds after a position: the sound entries in order, and where the log ends. */
export interface Tail extends Standing {
  entries: Entry[]
  position: Position
}

export interface Follower {
  readonly room: RoomId
  /** The feed brought entries. Those that are next are told before this returns. */
  offer(batch: FeedBatch): void
  /** Looks into the log for what the feed did not bring. Resolves when the follower is level with it, or has ended. */
  catchUp(): Promise<void>
  /** Whether a log of this epoch and term that ends at `position` has something new. */
  isBehind(epoch: Epoch, term: number, position: Position): boolean
  lose(why: Error): void
  close(): void
}

export interface FollowOptions {
  room: RoomId
  epoch: Epoch
  term: number
  after: Position
  readAfter: (after: Position) => Promise<Tail>
  onEntry: (entry: Entry) => void
  onLost: (why: Error) => void
  /** Called once, however it ends. */
  onEnd: () => void
}

// A cluster needs some seconds to put another node in the place of one that died.
const RETRY_DELAYS_MS = [100, 300, 1000, 2000, 3000, 4000]

export function follow(options: FollowOptions): Follower {
  const { room, epoch, after, readAfter, onEntry, onLost, onEnd } = options
  let { term } = options
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

  /** Whether what `standing` belongs to goes on from what was told. Loses the follower if the log left it behind. */
  function goesOn(standing: Standing): boolean {
    // A node that has not heard yet that another took its place: what it says is no longer the log.
    if (standing.epoch === epoch && standing.term < term) return false
    if (standing.epoch !== epoch) lose(new EpochChanged(room))
    else if (standing.term > term + 1 || (standing.term > term && standing.since < last))
      lose(new FeedBroken(room, standing.since + 1))
    else term = standing.term
    return !ended
  }

  async function readLog(): Promise<void> {
    let idleReads = 0
    do {
      const before = last
      const tail = await readWithRetry()
      if (ended || tail === null) return
      if (goesOn(tail)) tellAll(tail)
      if (ended) return
      // What was heard of must be in the log; a log that went back (a failover of Redis that lost its end) is lost.
      if (last === before && last < heard) idleReads++
      if (idleReads > 2) return lose(new FeedBroken(room, last + 1))
    } while (!ended && last < heard)
  }

  function tellAll(tail: Tail): void {
    if (tail.position < last) return lose(new FeedBroken(room, tail.position + 1))
    for (const entry of tail.entries) {
      if (ended) return
      if (entry.position <= last) continue
      if (entry.position !== last + 1) break
      tell(entry)
    }
    // The next one is trimmed, or damaged and left out.
    if (last < tail.position) lose(new FeedBroken(room, last + 1))
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

  function offer(batch: FeedBatch): void {
    if (ended || !goesOn(batch)) return
    for (const entry of batch.entries) {
      if (entry.position > heard) heard = entry.position
      if (reading !== null || entry.position <= last) continue
      if (entry.position === last + 1) tell(entry)
      else void catchUp()
      if (ended) return
    }
  }

  return {
    room,
    offer,
    catchUp,
    isBehind: (theirEpoch, theirTerm, position) => theirEpoch !== epoch || theirTerm !== term || position !== last,
    lose,
    close: () => void end(),
  }
}
