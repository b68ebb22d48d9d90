/** How fast a connection may send (S12): a bucket that fills by so many a second; who overdraws it waits. */

export class Pace {
  readonly #perSecond: number
  readonly #now: () => number
  #left: number
  #at: number

  /** 0: as fast as it likes. */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond
    this.#now = now
    this.#left = perSecond
    this.#at = now()
  }

  /** Takes `cost` out and gives for how many milliseconds nothing more should be read. */
  spend(cost: number): number {
    if (this.#perSecond === 0) return 0
    const now = this.#now()
    this.#left = Math.min(this.#perSecond, this.#left + ((now - this.#at) / 1000) * this.#perSecond) - cost
    this.#at = now
    return this.#left >= 0 ? 0 : (-this.#left / this.#perSecond) * 1000
  }
}
