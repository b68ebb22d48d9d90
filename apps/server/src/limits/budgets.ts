/**
 * What each of many may take: a bucket a name, which fills by so much a second up to a most. Whoever overdraws it waits, or is
 * refused, as the one who asks sees fit. (S12)
 */

export interface BudgetOptions {
  /** How much comes in a second; 0: any amount may be taken. */
  perSecond: number
  /** How much may be taken at once by one who has taken nothing for a while. */
  most: number
  /** What is taken beyond that, again and again, counts so many times: who goes on at it gets less than one who keeps to it. */
  surcharge?: number
  /** Nobody waits longer than for so much to come in; any time if left out. */
  mostDebt?: number
  /** In ms, from any time on. */
  now?: () => number
}

/** One's own share. */
export interface Budget {
  /** Takes so much out, whether it is there or not; less than nothing gives back. */
  spend(cost: number): void
  /** In ms, until what was overdrawn has come in again; 0 if nothing was. */
  waitMs(): number
}

interface Bucket {
  left: number
  at: number
  /** Until when it is, or was last, overdrawn. */
  overdrawnAt: number
}

/** Who overdraws again so soon after having waited does so on purpose, or by a fault. */
const AGAIN_MS = 5000

/** Beyond so many names, those whose buckets are full are forgotten: a full bucket is as good as none. */
const SWEEP_AT = 1000

export class Budgets {
  readonly #perSecond: number
  readonly #most: number
  readonly #surcharge: number
  readonly #mostDebt: number
  readonly #now: () => number
  readonly #buckets = new Map<string, Bucket>()
  #sweepAt = SWEEP_AT

  constructor({ perSecond, most, surcharge = 1, mostDebt = Infinity, now = () => performance.now() }: BudgetOptions) {
    this.#perSecond = perSecond
    this.#most = most
    this.#surcharge = surcharge
    this.#mostDebt = mostDebt
    this.#now = now
  }

  /** How many names are remembered. */
  get size(): number {
    return this.#buckets.size
  }

  /** Several connections of one name share what is under it. */
  of(name: string): Budget {
    return { spend: (cost) => this.spend(name, cost), waitMs: () => this.waitMs(name) }
  }

  spend(name: string, cost: number): void {
    if (this.#perSecond === 0) return
    const bucket = this.#filled(name)
    const left = bucket.left - cost
    if (left >= 0) return void (bucket.left = left)
    const beyond = Math.min(cost, -left)
    const isAgain = bucket.at - bucket.overdrawnAt < AGAIN_MS
    bucket.left = Math.max(-this.#mostDebt, left - beyond * (isAgain ? this.#surcharge - 1 : 0))
    bucket.overdrawnAt = bucket.at + (-bucket.left / this.#perSecond) * 1000
  }

  waitMs(name: string): number {
    if (this.#perSecond === 0 || !this.#buckets.has(name)) return 0
    const { left } = this.#filled(name)
    return left >= 0 ? 0 : (-left / this.#perSecond) * 1000
  }

  /** Takes `cost` out if nothing is overdrawn, and gives whether it did. */
  take(name: string, cost = 1): boolean {
    if (this.waitMs(name) > 0) return false
    this.spend(name, cost)
    return true
  }

  #filled(name: string): Bucket {
    const now = this.#now()
    const bucket = this.#buckets.get(name) ?? this.#add(name, now)
    bucket.left = Math.min(this.#most, bucket.left + ((now - bucket.at) / 1000) * this.#perSecond)
    bucket.at = now
    return bucket
  }

  #add(name: string, at: number): Bucket {
    if (this.#buckets.size >= this.#sweepAt) this.#sweep(at)
    const bucket = { left: this.#most, at, overdrawnAt: -Infinity }
    this.#buckets.set(name, bucket)
    return bucket
  }

  #sweep(now: number): void {
    const fullAfterMs = (left: number): number => ((this.#most - left) / this.#perSecond) * 1000
    for (const [name, { left, at }] of this.#buckets) if (now - at >= fullAfterMs(left)) this.#buckets.delete(name)
    // However many are left, the next look comes only after as many more: the cost of looking stays small.
    this.#sweepAt = Math.max(SWEEP_AT, 2 * this.#buckets.size)
  }
}
