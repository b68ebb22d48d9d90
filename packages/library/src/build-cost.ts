/**
 * What it costs to build a document. Yjs passes over what others wrote at the same place without having heard of each
 * other, once for each of them; so a few bytes may take seconds, and how many cannot be seen in them. (S12)
 */

/** What bytes, and a step, take at most as a rule; what is beyond that is excess. */
const USUAL_MS_A_BYTE = 0.001
const USUAL_MS_A_STEP = 0.02

export class BuildCost {
  #totalMs = 0
  #excessMs = 0

  /** So many steps with so many bytes took so much of the processor's time. */
  add(ms: number, { steps, bytes }: { steps: number; bytes: number }): void {
    this.#totalMs += ms
    this.#excessMs += Math.max(0, ms - steps * USUAL_MS_A_STEP - bytes * USUAL_MS_A_BYTE)
  }

  /** What it took beyond the usual; 0 where most of it was usual: a machine may be slow, or busy collecting garbage. */
  get excessMs(): number {
    return this.#excessMs > this.#totalMs / 2 ? this.#excessMs : 0
  }
}

/** The processor's time of this thread, in ms: others on the machine do not count. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
