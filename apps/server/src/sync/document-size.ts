/**
 * How large a room's document is, in bytes and in memory: what its snapshot has, and what lies in the log behind it. Words
 * that were deleted count until a compaction; only what remains then is the document's. (S7, S12)
 */
import { isOnlyDeleting, memoryAdded, type Scan } from '@briefboard/protocol'
import type { Size } from '@briefboard/library'
import type { Position } from '@briefboard/store'

export interface MostSize {
  bytes: number
  memory: number
}

/** Deletions find this part of the limit free when all else is full: the document gets smaller by them. */
const PART_FOR_DELETIONS = 1 / 4

/** A log of less than this is not worth a snapshot of its own, however small the snapshot before it. */
const SHORT: Size = { bytes: 1024 * 1024, memory: 16 * 1024 * 1024 }

interface Behind extends Size {
  position: Position
  /** Some of what it brings, or of what was there before, is deleted. */
  isDeleting: boolean
}

export const sizeAdded = (scan: Scan): Size => ({ bytes: scan.update.byteLength, memory: memoryAdded(scan) })

export class DocumentSize {
  #snapshot: Size
  #behind: Behind[]
  #log: Size = { bytes: 0, memory: 0 }

  /** `log` is what lies behind the snapshot up to `position`. */
  constructor(snapshot: Size, log: Size, position: Position) {
    this.#snapshot = snapshot
    this.#behind = []
    this.add(position, log, log.bytes > 0)
  }

  get bytes(): number {
    return this.#snapshot.bytes + this.#log.bytes
  }

  get memory(): number {
    return this.#snapshot.memory + this.#log.memory
  }

  /** How many times as much lies behind the snapshot as in it. */
  get overhang(): number {
    return Math.max(
      this.#log.bytes / Math.max(this.#snapshot.bytes, SHORT.bytes),
      this.#log.memory / Math.max(this.#snapshot.memory, SHORT.memory),
    )
  }

  /** An entry was stored. */
  add(position: Position, { bytes, memory }: Size, isDeleting: boolean): void {
    this.#behind.push({ position, bytes, memory, isDeleting })
    this.#log = { bytes: this.#log.bytes + bytes, memory: this.#log.memory + memory }
  }

  /** There is a snapshot that ends there. */
  compacted(position: Position, snapshot: Size): void {
    this.#snapshot = snapshot
    this.#behind = this.#behind.filter((entry) => entry.position > position)
    this.#log = { bytes: 0, memory: 0 }
    for (const { bytes, memory } of this.#behind) {
      this.#log.bytes += bytes
      this.#log.memory += memory
    }
  }

  /** Whether an update may still come, with what is on its way. `cuts` says whether a deletion cuts anything in two. */
  hasRoomFor(scan: Scan, onTheWay: Size, most: MostSize, cuts: () => boolean): boolean {
    const added = sizeAdded(scan)
    const isWithin = (part: number): boolean =>
      this.bytes + onTheWay.bytes + added.bytes <= most.bytes * part &&
      this.memory + onTheWay.memory + added.memory <= most.memory * part
    if (isWithin(1)) return true
    if (!isOnlyDeleting(scan)) return false
    if (isWithin(1 + PART_FOR_DELETIONS)) return true
    // A document of an earlier version may be far beyond: it must be possible to make it smaller.
    const logFits = this.#log.bytes + onTheWay.bytes + added.bytes <= most.bytes * PART_FOR_DELETIONS
    return scan.sections.length === 0 && logFits && !cuts()
  }

  /** Whether a compaction may make room. Without a deletion only memory was counted too high: letters in a row become one item. */
  isWorthCompacting(most: MostSize): boolean {
    return this.#behind.some(({ isDeleting }) => isDeleting) || this.#log.memory >= most.memory / 8
  }
}
