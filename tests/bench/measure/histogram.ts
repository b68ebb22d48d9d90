/** Times in milliseconds, counted in buckets that are at most 1.6 % wide: recording costs next to nothing. */

/** Per power of two. */
const STEPS = 64
const POWERS = 34
/** One unit is a microsecond. */
const PER_MS = 1000

export class Histogram {
  readonly #counts = new Uint32Array(STEPS * POWERS)
  #total = 0
  #max = 0

  get count(): number {
    return this.#total
  }

  /** In ms. */
  get max(): number {
    return this.#max
  }

  record(ms: number): void {
    const units = Math.max(ms * PER_MS, 0)
    const index = bucketOf(units)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#total++
    if (ms > this.#max) this.#max = ms
  }

  /** In ms; NaN if nothing was recorded. `share` is 0.99 for p99. */
  percentile(share: number): number {
    if (this.#total === 0) return NaN
    let left = Math.ceil(this.#total * share)
    for (let index = 0; index < this.#counts.length; index++) {
      left -= this.#counts[index] ?? 0
      if (left <= 0) return Math.min(upperEdge(index) / PER_MS, this.#max)
    }
    return this.#max
  }
}

function bucketOf(units: number): number {
  if (units < STEPS) return Math.floor(units)
  const power = Math.floor(Math.log2(units)) - 6
  return Math.min((power + 1) * STEPS + Math.floor(units / 2 ** power) - STEPS, STEPS * POWERS - 1)
}

function upperEdge(index: number): number {
  if (index < STEPS) return index + 1
  const power = Math.floor(index / STEPS) - 1
  return ((index % STEPS) + STEPS + 1) * 2 ** power
}
