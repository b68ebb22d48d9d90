/** Edits of this node's connections on their way into a room's log and back from it. */
import { Refusal, type Scan } from '@briefboard/protocol'
import type { Position } from '@briefboard/store'
import type { Connection } from './connection.ts'

export interface Submission {
  scan: Scan
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
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  get isEmpty(): boolean {
    return this.#all.size === 0
  }

  add(submission: Submission): void {
    this.#all.add(submission)
    this.#latest = submission
    this.#bytes += submission.scan.update.byteLength
  }

  /** More came in the same turn, and goes into the log with it. */
  grow(submission: Submission, scan: Scan): void {
    this.#bytes += scan.update.byteLength - submission.scan.update.byteLength
    submission.scan = scan
  }

  /** The log has taken it, and will tell it under this position. */
  place(submission: Submission, position: Position): void {
    this.#placed.set(position, submission)
  }

  placedAt(position: Position): Submission | undefined {
    return this.#placed.get(position)
  }

  /** It is there, or turned out not to count. */
  arrived(submission: Submission, position: Position): void {
    this.#placed.delete(position)
    if (this.#all.delete(submission)) this.#bytes -= submission.scan.update.byteLength
    for (const go of submission.after ?? []) go()
  }

  /** Resolves when all that is on its way now has arrived. @throws Refusal gap if nothing is: it would wait for ever */
  through(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    if (!this.#whenThrough(() => resolve(undefined))) throw new Refusal('gap')
    return promise
  }

  /** An edit that says nothing new is as safe as what is on its way. False if nothing is: then it is stored. */
  repeat(from: Connection, edit: number): boolean {
    return this.#whenThrough(() => {
      from.stored(edit)
      from.answer()
    })
  }

  #whenThrough(go: () => void): boolean {
    const latest = this.#latest
    if (latest === null || !this.#all.has(latest)) return false
    ;(latest.after ??= []).push(go)
    return true
  }

  *authored(): Generator<{ scan: Scan; author: string }> {
    for (const { scan, from } of this.#all) yield { scan, author: from.person.id }
  }
}
