/** What is done for a room when it is quiet: its log becomes a snapshot (S7), and its clients compare hashes (S15). */
import { setTimeout as pause } from 'node:timers/promises'
import { hashSteps } from '@briefboard/protocol'
import type { Metrics } from '../metrics.ts'
import type { Compactor } from './compaction.ts'
import { Quiet } from './quiet.ts'
import type { Room } from './room.ts'

const QUIET_MS = 3000
/** A log that is so many times longer than it should be is compacted without waiting for quiet. */
const MUCH_TOO_LONG = 20
/** One that takes so many times as much as its snapshot, in bytes or in memory, too. */
const MUCH_TOO_LARGE = 4
/** After a millisecond of hashing: so long others have the server for themselves. */
const REST_MS = 5

export interface UpkeepOptions {
  compactor: Compactor
  /** Compaction is due when so many entries lie behind the newest snapshot. */
  compactAfter: number
  metrics: Metrics
  onFault: (error: unknown) => void
}

export class Upkeep {
  readonly #options: UpkeepOptions
  readonly #quiet = new WeakMap<Room, Quiet>()
  readonly #compacting = new WeakMap<Room, Promise<void>>()
  /** Rooms in which a client of this node wrote last: of several nodes that have a room open, one compacts. */
  readonly #own = new WeakSet<Room>()
  /** The position at which a room's hash was last told. */
  readonly #checked = new WeakMap<Room, number>()
  /** One room is hashed at a time: nobody pays for it, and many together must not take more than one does. */
  #checks: Promise<void> = Promise.resolve()

  constructor(options: UpkeepOptions) {
    this.#options = options
  }

  /** Something was stored in a room; `isOwn`: by a client of this node. */
  changed(room: Room, isOwn: boolean): void {
    const quiet = this.#quiet.get(room) ?? new Quiet(QUIET_MS, () => this.#onQuiet(room))
    this.#quiet.set(room, quiet)
    quiet.stir()
    if (isOwn) this.#own.add(room)
    else this.#own.delete(room)
    const isMuchTooLong = room.uncompacted > this.#options.compactAfter * MUCH_TOO_LONG
    if (isOwn && (isMuchTooLong || room.size.overhang > MUCH_TOO_LARGE)) void this.compact(room)
  }

  closed(room: Room): void {
    this.#quiet.get(room)?.close()
  }

  #onQuiet(room: Room): void {
    const isDue = room.uncompacted >= this.#options.compactAfter || room.size.overhang > 1
    if (this.#own.has(room) && isDue) void this.compact(room)
    this.#checks = this.#checks.then(() => this.#check(room)).catch(this.#options.onFault)
  }

  /** Resolves when it has ended, one way or the other; one that is under way serves all. */
  compact(room: Room): Promise<void> {
    const compacting = this.#compacting.get(room) ?? this.#compact(room)
    this.#compacting.set(room, compacting)
    return compacting
  }

  async #compact(room: Room): Promise<void> {
    const begun = performance.now()
    let isDone = false
    try {
      const { position, size, isOurs } = await this.#options.compactor.compact(room.id)
      room.compacted(position, size, performance.now() - begun)
      isDone = isOurs
    } catch (error) {
      // Nothing is lost by it; a later quiet tries again.
      room.notCompacted()
      this.#options.onFault(new Error(`${room.id} was not compacted.`, { cause: error }))
    } finally {
      this.#compacting.delete(room)
      this.#options.metrics.compacted((performance.now() - begun) / 1000, isDone)
    }
  }

  /** Tells every client that has everything what its document should hash to. Given up when somebody writes meanwhile. */
  async #check(room: Room): Promise<void> {
    const { position } = room
    const isStill = (): boolean => room.position === position && room.isIdle && !room.isClosed
    if (room.audience.size === 0 || this.#checked.get(room) === position) return
    await room.stored.build()
    if (!isStill()) return
    const steps = hashSteps(room.stored.doc)
    for (let step = steps.next(); isStill(); step = steps.next()) {
      if (step.done === true) {
        this.#checked.set(room, position)
        for (const connection of room.audience) connection.check(step.value)
        return
      }
      await pause(REST_MS)
    }
  }
}
