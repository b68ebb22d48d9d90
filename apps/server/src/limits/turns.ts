/** Requests and upgrades of one payer, a few at a time and as fast as the budget allows; the others wait in their order. (S12) */
import type { Payer } from './payer.ts'

export interface TurnsOptions {
  /** So many of one payer at once. */
  atOnce: number
  /** So many of one payer may wait; what comes beyond is refused. */
  mostWaiting: number
}

/** To be called once, with what it cost in ms. */
export type Done = (ms: number) => void

interface Queue {
  running: number
  waiting: ((done: Done) => void)[]
  isWakeDue: boolean
}

export class Turns {
  readonly #options: TurnsOptions
  /** By payer; none for one of whom nothing runs or waits. */
  readonly #queues = new Map<string, Queue>()

  constructor(options: TurnsOptions) {
    this.#options = options
  }

  /** Resolves when it may begin; null if too much of this payer waits already. */
  enter(payer: Payer): Promise<Done> | null {
    const queue = this.#queues.get(payer.name) ?? { running: 0, waiting: [], isWakeDue: false }
    if (queue.waiting.length >= this.#options.mostWaiting) return null
    this.#queues.set(payer.name, queue)
    if (queue.running < this.#options.atOnce && queue.waiting.length === 0 && !payer.mustWait)
      return Promise.resolve(this.#begin(queue, payer))
    return new Promise((resolve) => {
      queue.waiting.push(resolve)
      this.#wakeSoon(queue, payer)
    })
  }

  #begin(queue: Queue, payer: Payer): Done {
    queue.running++
    let isDone = false
    return (ms) => {
      if (isDone) return
      isDone = true
      payer.spend(ms)
      queue.running--
      if (queue.running === 0 && queue.waiting.length === 0) this.#queues.delete(payer.name)
      else this.#wakeSoon(queue, payer)
    }
  }

  #wakeSoon(queue: Queue, payer: Payer): void {
    if (queue.isWakeDue || queue.waiting.length === 0 || queue.running >= this.#options.atOnce) return
    queue.isWakeDue = true
    void payer.turn().then(() => {
      queue.isWakeDue = false
      queue.waiting.shift()?.(this.#begin(queue, payer))
      this.#wakeSoon(queue, payer)
    })
  }
}
