/** Edits of this node's connections on their way into a room's log and back from it. */
import { Refusal, type Scan } from '@briefboard/protocol'
import type { Position } from '@briefboard/store'
import type { Size } from '@briefboard/library'
import type { Connection } from './connection.ts'
import { sizeAdded } from './document-size.ts'

export interface Submission {
  scan: Scan
  /** Of the scan; counted here. */
  size?: Size
  /** Over how many items of which its author did not know Yjs passes to place it. */
  passed: number
  from: Connection
  /** Its number among the edits of its connection. */
  edit: number
  /** When it came, in ms of `performance.now()`. */
  at: number
  /** What waits for it, and for all before it, to come back from the log, whether it counts in the end or not. */
  after: (() => void)[] | null
}

export class OnTheWay {
  readonly #all = new Set<Submission>()
  /** Those whose position in the log is known. */
  readonly #placed = new Map<Position, Submission>()
  #latest: Submission | null = null
  readonly #size: Size = { bytes: 0, memory: 0 }
  #passed = 0

  get size(): Size {
    return this.#size
  }

  /** Over how many Yjs passes to place all of them. */
  get passed(): number {
    return this.#passed
  }

  get isEmpty(): boolean {
    return this.#all.size === 0
  }

  /** Some have gone to the log, and it has not said yet where they are. */
  get hasUnplaced(): boolean {
    return this.#all.size > this.#placed.size
  }

  add(submission: Submission): void {
    this.#all.add(submission)
    this.#latest = submission
    this.#count(submission)
  }

  /** More came in the same turn, and goes into the log with it. */
  grow(submission: Submission, scan: Scan, passed: number): void {
    this.#discount(submission)
    submission.scan = scan
    submission.passed = passed
    this.#count(submission)
  }

  /** The log has taken it, and will tell it under this position. */
  place(submission: Submission, position: Position): void {
    this.#placed.set(position, submission)
  }

  placedAt(position: Position): Submission | undefined {
    return this.#placed.get(position)
  }

  /** The log has told it, whether it counts or not. */
  arrived(submission: Submission, position: Position): void {
    this.#placed.delete(position)
    if (this.#all.delete(submission)) this.#discount(submission)
    for (const go of submission.after ?? []) go()
  }

  /** Resolves when all that is on its way now has arrived. @throws Refusal gap if nothing is: it would wait for ever */
  through(): Promise<void> {
    const latest = this.#latest
    if (latest === null || !this.#all.has(latest)) throw new Refusal('gap')
    const { promise, resolve } = Promise.withResolvers<undefined>()
    ;(latest.after ??= []).push(() => resolve(undefined))
    return promise
  }

  #count(submission: Submission): void {
    submission.size = sizeAdded(submission.scan)
    this.#size.bytes += submission.size.bytes
    this.#size.memory += submission.size.memory
    this.#passed += submission.passed
  }

  #discount({ size, passed }: Submission): void {
    this.#passed -= passed
    this.#size.bytes -= size?.bytes ?? 0
    this.#size.memory -= size?.memory ?? 0
  }

  *authored(): Generator<{ scan: Scan; author: string }> {
    for (const { scan, from } of this.#all) yield { scan, author: from.person.id }
  }
}
