/**
 * The memory of this node's heap that documents take, shared by open rooms and by whoever reads others from the store. (S12)
 * Without it, many documents that each keep to their limit would end the process together.
 */
import { DocumentTooHeavy, type DocumentMemory, type TakenMemory } from '@briefboard/library'
import { Refusal } from '@briefboard/protocol'

/** Large documents together leave the rest of it to ordinary ones, which are no larger than this. */
const PART_FOR_LARGE = 3 / 4
const ORDINARY = 1 / 64
/** What has been opened finds so much more to grow by: else it would be given up with the next letter, and come again. */
const PART_TO_GROW = 1 / 16
/** Of what one person has open, large documents. */
const PART_OF_A_PERSON = 3 / 8
/** Who has more than this gives something up where an ordinary document finds no room. */
const PART_OF_MANY = 1 / 8

/** Who finds no room waits for so long: most documents are read in a moment, and then they are let go. */
const WAIT_MS = 5000
/** That somebody found none is told for so long. */
const TOLD_MS = 15_000

export interface NodeMemoryOptions {
  /** In bytes. */
  most: number
  waitMs?: number
}

interface Waiting {
  bytes: number
  go: () => void
}

/** Gives up an open document of somebody who has more than so many bytes open. */
type GiveUp = (moreThan: number) => void

export class NodeMemory implements DocumentMemory {
  readonly #most: number
  readonly #waitMs: number
  #used = 0
  /** What documents take that are larger than ordinary ones. */
  #usedByLarge = 0
  readonly #waiting = new Set<Waiting>()
  readonly #onPressure: (() => void)[] = []
  readonly #onOverflow: GiveUp[] = []
  #isOverflowTold = false
  #refusedAt = { large: -Infinity, ordinary: -Infinity }

  constructor({ most, waitMs = WAIT_MS }: NodeMemoryOptions) {
    this.#most = most
    this.#waitMs = waitMs
  }

  /** Whether more is in use than there should be. */
  get isOver(): boolean {
    return this.#used > this.#most || this.#usedByLarge > this.#most * PART_FOR_LARGE
  }

  /** What one person may have open of large documents, in bytes: to open another one, and before one is closed that has grown. */
  get ofAPerson(): { toOpen: number; toGrow: number } {
    return { toOpen: this.#most * (PART_OF_A_PERSON - PART_TO_GROW), toGrow: this.#most * PART_OF_A_PERSON }
  }

  isLarge(bytes: number): boolean {
    return bytes > this.#most * ORDINARY
  }

  /** In words, what documents are refused for want of memory at the moment: problems, and what concerns large ones alone. */
  health(): { problems: string[]; notes: string[] } {
    const isNow = (at: number): boolean => performance.now() - at < TOLD_MS
    const full = `Documents that are open take ${megabytes(this.#used)} of the ${megabytes(this.#most)} MB that there are for them: `
    const help = 'Nothing that was saved is lost. docs/runbook.md, Heavy documents, says how to give more.'
    if (isNow(this.#refusedAt.ordinary))
      return { problems: [`${full}boards, cards and pages are refused (documents-busy). ${help}`], notes: [] }
    if (isNow(this.#refusedAt.large))
      return { problems: [], notes: [`${full}further large ones are refused (documents-busy). ${help}`] }
    return { problems: [], notes: [] }
  }

  /** `letGo` gives up what is kept for convenience only. */
  onPressure(letGo: () => void): void {
    this.#onPressure.push(letGo)
  }

  /**
   * `giveUp` is called when open documents have grown beyond what there is, and when an ordinary one finds no room;
   * nothing else is left to give up then.
   */
  onOverflow(giveUp: GiveUp): void {
    this.#onOverflow.push(giveUp)
  }

  async take(bytes: number): Promise<TakenMemory> {
    const most = this.#mostToOpen
    if (bytes > most) throw new DocumentTooHeavy(bytes, most)
    // Whoever came first goes first, and a large document holds up no ordinary one.
    if (this.#isBehindOthers(bytes) || !this.#hasRoomFor(bytes)) await this.#roomFor(bytes)
    const held = this.#hold(bytes)
    // What was given back may be enough for several who wait.
    this.#next()
    return held
  }

  get #mostToOpen(): number {
    return this.#most * (PART_FOR_LARGE - PART_TO_GROW)
  }

  #isBehindOthers(bytes: number): boolean {
    const isLarge = this.isLarge(bytes)
    return this.#waiting.values().some((waiting) => isLarge || !this.isLarge(waiting.bytes))
  }

  #hasRoomFor(bytes: number): boolean {
    if (!this.isLarge(bytes)) return this.#used + bytes <= this.#most
    return this.#usedByLarge + bytes <= this.#mostToOpen && this.#used + bytes <= this.#most
  }

  async #roomFor(bytes: number): Promise<void> {
    const isLarge = this.isLarge(bytes)
    for (const letGo of this.#onPressure) if (!this.#hasRoomFor(bytes)) letGo()
    if (!isLarge) for (const giveUp of this.#onOverflow) if (!this.#hasRoomFor(bytes)) giveUp(this.#most * PART_OF_MANY)
    if (this.#hasRoomFor(bytes)) return
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const waiting: Waiting = { bytes, go: () => resolve(undefined) }
    this.#waiting.add(waiting)
    const timer = setTimeout(() => {
      this.#refusedAt[isLarge ? 'large' : 'ordinary'] = performance.now()
      reject(new Refusal('documents-busy'))
    }, this.#waitMs)
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(waiting)
    }
  }

  #hold(bytes: number): TakenMemory {
    let held = 0
    let isReleased = false
    const hold = (to: number): void => {
      this.#used += to - held
      this.#usedByLarge += this.#asLarge(to) - this.#asLarge(held)
      held = to
    }
    const resize = (to: number): void => {
      if (isReleased) return
      hold(to)
      if (this.isOver) this.#overflow()
      else this.#next()
    }
    hold(bytes)
    const release = (): void => {
      resize(0)
      isReleased = true
    }
    return { resize, release }
  }

  #asLarge(bytes: number): number {
    return this.isLarge(bytes) ? bytes : 0
  }

  /** The first who finds room; a large document that waits for more holds up no ordinary one. */
  #next(): void {
    let isLargeHeldUp = false
    for (const { bytes, go } of this.#waiting) {
      if (this.isLarge(bytes) && isLargeHeldUp) continue
      if (this.#hasRoomFor(bytes)) return go()
      if (!this.isLarge(bytes)) return
      isLargeHeldUp = true
    }
  }

  /** Not at once: a document grows in the midst of telling its readers what is new. */
  #overflow(): void {
    if (this.#isOverflowTold) return
    this.#isOverflowTold = true
    setImmediate(() => {
      this.#isOverflowTold = false
      for (const letGo of this.#onPressure) if (this.isOver) letGo()
      for (const giveUp of this.#onOverflow) if (this.isOver) giveUp(0)
    })
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024)
