/** A browser's storage may never answer (a disk that hangs, a deletion that waits for another page): then it counts as none. */

/** Longer than a slow disk takes; a page waits so long before it goes on without a copy. */
const MOST_TURNS = 8
/** Counted one by one: a machine that slept, or had no time for this page, had none for its storage either. */
const TURN_MS = 1000

/** @throws Error where there is no answer in time; one that comes later is given to `late` */
export function inTime<T>(answer: Promise<T>, late: (value: T) => void = () => undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    let turns = 0
    const turn = (): void => {
      turns++
      if (turns < MOST_TURNS) timer = setTimeout(turn, TURN_MS)
      else reject(new Error('The browser’s storage does not answer.'))
    }
    let timer = setTimeout(turn, TURN_MS)
    answer
      .then((value) => (turns < MOST_TURNS ? resolve(value) : late(value)), reject)
      .finally(() => clearTimeout(timer))
  })
}
