/** Edits of this node's connections on their way into a room's log and back from it. */
import type { Scan } from '@briefboard/protocol'
import type { Position } from '@briefboard/store'
import type { Connection } from './connection.ts'

export interface Submission {
  scan: Scan
  from: Connection
  /** Its number among the edits of its connection. */
  edit: number
  /** When it came, in ms of `performance.now()`. */
  at: number
  /** Edits that said the same while this one was on its way. */
  repeats: { from: Connection; edit: number }[] | null
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
  }

  /** An edit that says nothing new is as safe as the latest that is on its way. False if none is. */
  repeat(from: Connection, edit: number): boolean {
    const latest = this.#latest
    if (latest === null || !this.#all.has(latest)) return false
    ;(latest.repeats ??= []).push({ from, edit })
    return true
  }

  *authored(): Generator<{ scan: Scan; author: string }> {
    for (const { scan, from } of this.#all) yield { scan, author: from.person.id }
  }
}

/** Tells everybody who waits for it that it is stored. */
export function confirm({ from, edit, repeats }: Submission): void {
  from.stored(edit)
  for (const repeat of repeats ?? []) {
    repeat.from.stored(repeat.edit)
    repeat.from.answer()
  }
}
