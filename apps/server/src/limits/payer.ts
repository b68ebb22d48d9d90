/**
 * One person, or one address where nobody has signed in: all that is done for them at any edge of this process is taken out of
 * one budget, in milliseconds, and goes on turn by turn, so that others are served in between. (S12)
 */
import type { Budget } from './budgets.ts'

/** So much may be done for one payer before everybody else has had their turn. */
const SLICE_MS = 2
/** One piece of work is not counted for more: what is done for the first time after a start takes a second, and no longer again. */
const MOST_AT_ONCE_MS = 150
/** Somebody with twenty documents open may send the largest edit in each of them. */
const MOST_UNFINISHED_BYTES = 32 * 1024 * 1024

export class Payer {
  readonly name: string
  readonly #budget: Budget
  #usedThisTurn = 0
  #unfinishedBytes = 0
  #isTurnCounted = false
  /** First come, first served. */
  readonly #waiting: (() => void)[] = []
  #isWakeDue = false

  constructor(name: string, budget: Budget) {
    this.name = name
    this.#budget = budget
  }

  /** Of messages that have begun to come, on all connections, and are kept until the rest has come. */
  get hasTooMuchUnfinished(): boolean {
    return this.#unfinishedBytes > MOST_UNFINISHED_BYTES
  }

  keepsUnfinished(bytes: number): void {
    this.#unfinishedBytes += bytes
  }

  /** Takes what was done for this payer out of the budget. */
  spend(ms: number): void {
    this.#budget.spend(Math.min(ms, MOST_AT_ONCE_MS))
    this.#usedThisTurn += ms
    if (this.#isTurnCounted) return
    this.#isTurnCounted = true
    setImmediate(() => {
      this.#isTurnCounted = false
      this.#usedThisTurn = 0
    })
  }

  /** More was taken than there was. */
  get isOverdrawn(): boolean {
    return this.#budget.waitMs() > 0
  }

  /** In ms, until nothing is overdrawn. */
  get waitMs(): number {
    return this.#budget.waitMs()
  }

  /** Whether the next piece of work should wait for its `turn`. */
  get mustWait(): boolean {
    return this.#waiting.length > 0 || this.#usedThisTurn > SLICE_MS || this.isOverdrawn
  }

  /** Resolves when nothing is overdrawn and those who asked before have gone on, each in a turn of its own. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#wakeSoon()
    })
  }

  #wakeSoon(): void {
    if (this.#isWakeDue || this.#waiting.length === 0) return
    this.#isWakeDue = true
    const wake = (): void => {
      this.#isWakeDue = false
      if (!this.isOverdrawn) this.#waiting.shift()?.()
      this.#wakeSoon()
    }
    const waitMs = this.#budget.waitMs()
    if (waitMs > 0) setTimeout(wake, Math.max(1, waitMs)).unref()
    else setImmediate(wake)
  }
}
