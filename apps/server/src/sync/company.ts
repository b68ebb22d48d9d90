/**
 * Entries of a log wait for company: each telling is a write to every socket, so the more was told at once, the longer the
 * next telling waits. One who types alone waits for nothing.
 */
import type { Entry } from '@briefboard/store'

/** So long for each struct (a letter, when somebody types) that was told last. */
const WAIT_A_STRUCT_MS = 0.5
const LONGEST_WAIT_MS = 5

export class Company {
  readonly #tell: (entries: Entry[]) => number
  #waiting: Entry[] = []
  #tellFrom = 0
  #whenTold: (() => void)[] = []

  /** `tell` says how many structs it told. */
  constructor(tell: (entries: Entry[]) => number) {
    this.#tell = tell
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0
  }

  /** Takes an entry, to be told in a moment with those that come until then. */
  add(entry: Entry): void {
    this.#waiting.push(entry)
    if (this.#waiting.length > 1) return
    const pauseMs = this.#tellFrom - performance.now()
    if (pauseMs <= 0) setImmediate(() => this.#go())
    else setTimeout(() => this.#go(), pauseMs)
  }

  /** Resolves when all that waits now has been told. */
  through(): Promise<void> {
    return this.isEmpty ? Promise.resolve() : new Promise((resolve) => this.#whenTold.push(resolve))
  }

  #go(): void {
    const entries = this.#waiting
    const whenTold = this.#whenTold
    this.#waiting = []
    this.#whenTold = []
    const began = performance.now()
    this.#tellFrom = began + Math.min(this.#tell(entries) * WAIT_A_STRUCT_MS, LONGEST_WAIT_MS)
    for (const go of whenTold) go()
  }
}
