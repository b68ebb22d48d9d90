/**
 * Applies stored updates to a document in slices of some milliseconds. How long a struct takes cannot be seen in it; so in
 * a large document only few are given to Yjs at once, and many such steps make one transaction, which costs more than they.
 */
import { splitUpdate, type PieceSize } from '@briefboard/protocol'
import * as Y from 'yjs'
import { BuildCost, threadMs } from './build-cost.ts'

/** Then a slice ends; at worst, one step comes on top. */
const SLICE_MS = 15

const STEP: PieceSize = { bytes: 8 * 1024, structs: 1000, deletions: 500 }
const FEWEST_STRUCTS = 10
/** Of a struct, as a rule. */
const LEAST_BYTES = 5
/** If each struct of a step passes over the whole document, that are so many passes: a tenth of a second. */
const MOST_PASSES = 400_000

/** A step that Yjs does not take; null if it fails at the end of a slice, and nobody knows for which. */
export interface Failure {
  step: Uint8Array | null
  cause: unknown
}

export class BuildSteps {
  readonly #doc: Y.Doc
  /** The next one comes last. */
  readonly #left: Left[]
  readonly #done: Uint8Array[] = []
  readonly #cost = new BuildCost()
  readonly #mostSteps: number
  /** How many structs the document has; rather too many. */
  #structs = 0

  /** `mostSteps`: how many a slice may have. */
  constructor(doc: Y.Doc, updates: Iterable<Uint8Array>, mostSteps = Infinity) {
    this.#doc = doc
    this.#left = Array.from(updates, (update) => ({ update, structs: Infinity })).reverse()
    this.#mostSteps = mostSteps
  }

  get isDone(): boolean {
    return this.#left.length === 0
  }

  get excessMs(): number {
    return this.#cost.excessMs
  }

  /** All steps, one of them replaced by others. */
  replacing(step: Uint8Array | null, by: readonly Uint8Array[]): Uint8Array[] {
    const left = this.#left.toReversed().map(({ update }) => update)
    return [...this.#done, ...left].flatMap((each) => (each === step ? by : [each]))
  }

  /** Goes on for some milliseconds; after a failure, the document is not to be used any more. */
  slice(): Failure | null {
    this.#structs = structsIn(this.#doc)
    const before = threadMs()
    const from = this.#done.length
    let failure: Failure | null = null
    try {
      this.#doc.transact((transaction) => {
        failure = this.#applySome()
        // In a transaction of one's own, no edit is another's: on hearing of these, Yjs deletes superfluous marks of format.
        transaction.local = true
      })
    } catch (cause) {
      failure ??= { step: null, cause }
    }
    const done = this.#done.slice(from)
    const bytes = done.reduce((sum, { byteLength }) => sum + byteLength, 0)
    this.#cost.add(threadMs() - before, { steps: done.length, bytes })
    return failure
  }

  #applySome(): Failure | null {
    const until = performance.now() + SLICE_MS
    for (let steps = 0; steps < this.#mostSteps; steps++) {
      const step = this.#next()
      if (step === null) return null
      this.#done.push(step)
      this.#structs += step.byteLength / LEAST_BYTES
      try {
        Y.applyUpdate(this.#doc, step)
      } catch (cause) {
        return { step, cause }
      }
      if (performance.now() > until) return null
    }
    return null
  }

  #next(): Uint8Array | null {
    const next = this.#left.pop()
    if (next === undefined) return null
    const structs = clamp(Math.floor(MOST_PASSES / this.#structs), FEWEST_STRUCTS, STEP.structs)
    // To look through it once more takes as long as to apply it.
    if (next.structs <= 2 * structs) return next.update
    const [first, ...rest] = splitUpdate(next.update, { ...STEP, structs })
    for (const update of rest.reverse()) this.#left.push({ update, structs })
    return first ?? null
  }
}

/** What is still to be applied, with no more than so many structs. */
interface Left {
  update: Uint8Array
  structs: number
}

const clamp = (number: number, least: number, most: number): number => Math.min(most, Math.max(least, number))

function structsIn({ store }: Y.Doc): number {
  let count = 0
  for (const structs of store.clients.values()) count += structs.length
  return count
}
