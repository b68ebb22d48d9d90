/**
 * Most of what is sent is typing, and under load many letters of one person arrive at once. Those that a connection sends
 * in one turn of the event loop, each going on where the one before ended, go into the log as one entry: judged one by
 * one, then stored, read back and told together.
 */
import { joinUpdates, scanUpdate, type Scan } from '@briefboard/protocol'
import type { Connection } from './connection.ts'
import type { Accepted } from './gate.ts'
import type { OnTheWay, Submission } from './on-the-way.ts'

export interface GatheringOptions {
  onTheWay: OnTheWay
  append: (submission: Submission) => void
  /** What was gathered cannot go into the log: the room must not go on as if it could. */
  onFault: (error: Error) => void
}

/** An entry with more than this gains nothing by growing. */
const MOST_BYTES = 16 * 1024

export class Gathering {
  readonly #options: GatheringOptions
  #submission: Submission | null = null
  #scans: Scan[] = []
  #bytes = 0
  #passed = 0

  constructor(options: GatheringOptions) {
    this.#options = options
  }

  /** Takes an edit that was accepted; it is on its way from now on, and in the log's hands at the end of this turn. */
  add({ scan, passed }: Pick<Accepted, 'scan' | 'passed'>, from: Connection, edit: number): void {
    const open = this.#submission
    if (open !== null && open.from === from && this.#goesOn(scan)) open.edit = edit
    else this.#begin({ scan, passed, from, edit, at: performance.now(), after: null })
    this.#scans.push(scan)
    this.#bytes += scan.update.byteLength
    this.#passed += passed
  }

  #begin(submission: Submission): void {
    this.#end()
    this.#submission = submission
    this.#options.onTheWay.add(submission)
    queueMicrotask(() => this.#end())
  }

  #end(): void {
    const submission = this.#submission
    if (submission === null) return
    const [scans, passed] = [this.#scans, this.#passed]
    this.#submission = null
    this.#scans = []
    this.#bytes = this.#passed = 0
    try {
      if (scans.length > 1) this.#options.onTheWay.grow(submission, joined(scans), passed)
      this.#options.append(submission)
    } catch (cause) {
      this.#options.onFault(new Error('Edits that were accepted could not be joined.', { cause }))
    }
  }

  /** Only new structs of one client, from where the last edit ended, and nothing deleted: so they join to one update. */
  #goesOn({ update, sections, deleted }: Scan): boolean {
    const last = this.#scans.at(-1)
    const [before, after] = [last?.sections[0], sections[0]]
    if (last === undefined || before === undefined || after === undefined) return false
    const isTyping = sections.length === 1 && deleted.length === 0
    const wasTyping = last.sections.length === 1 && last.deleted.length === 0
    const goesOn = before.client === after.client && before.end === after.clock
    return isTyping && wasTyping && goesOn && this.#bytes + update.byteLength <= MOST_BYTES
  }
}

function joined(scans: readonly Scan[]): Scan {
  const [update, ...more] = joinUpdates(scans)
  if (update === undefined || more.length > 0) throw new Error(`${scans.length} edits did not join to one.`)
  return scanUpdate(update)
}
