/**
 * How crowded a document is: how often edits were put where others stood of whom their authors did not know. Yjs passes
 * over all of these, each time the document is built; so beyond a bound, what would pass over many is refused, and whatever
 * editors do when nothing is wrong goes on being taken. (S12)
 */

/** About a second and a half of each build. */
const MOST_PASSED = 5_000_000
/** Beyond that, an update may still pass over so many; over half as many after each further million, and so on. */
export const MANY = 2000
const HALVED_AFTER = 1_000_000
/** To pass over so many takes less than the rest of an edit: it is not even counted. */
export const FEW = 30
/** What a pass takes, in ms of the processor's time. */
const MS_A_PASS = 0.00025

export class Crowding {
  #passed = 0

  /** An update was accepted that passes over so many. */
  add(passed: number): void {
    if (passed > FEW) this.#passed += passed
  }

  /** To build something took so much longer than is usual, in ms of the processor's time. */
  addExcess(ms: number): void {
    this.#passed += ms / MS_A_PASS
  }

  /** Over so many an update may pass now. */
  get most(): number {
    const left = MOST_PASSED - this.#passed
    const few = left > 0 ? MANY : Math.max(FEW, MANY * 2 ** (left / HALVED_AFTER))
    return Math.max(left, few)
  }
}
