/** Builds a room's document from its stored updates; what Yjs cannot apply is left out and told, and the rest is there. (S6) */
import { scanUpdate, splitUpdate } from '@briefboard/protocol'
import * as Y from 'yjs'
import { BuildSteps, type Failure } from './build-steps.ts'

/** Each part that cannot be applied costs some twenty beginnings from the first update on. */
const MOST_BEGINNINGS = 2000

/** So much beyond the usual, and another order is tried. */
export const SLOW_MS = 2000
/** So much beyond the usual, and it is given up. */
const MOST_EXCESS_MS = 20_000

/** Hears of a part that cannot be applied: how many structs it has, and what Yjs says. */
export type OnUnusable = (unusable: { structs: number; cause: unknown }) => void

export interface BuildOptions {
  onUnusable?: OnUnusable | undefined
  /** The same updates one by one as they were logged: in that order they were judged, so that it is a quick one. */
  asLogged?: (() => Iterable<Uint8Array>) | undefined
  /** How much of the processor's time it may take beyond the usual, in ms. */
  mostExcessMs?: number
}

export interface Built {
  doc: Y.Doc
  /** How much of the processor's time it took beyond the usual, in ms. */
  excessMs: number
}

/** Its items stand so that to place them takes without end. */
export class DocumentTooSlow extends Error {
  override name = 'DocumentTooSlow'

  constructor(ms: number) {
    super(
      `To build it took more than ${Math.round(ms / 1000)} s of the processor's time beyond the usual, so it was given up: ` +
        'thousands of its parts were put at one place by people who did not know of each other’s. Nothing of it is ' +
        'lost: docs/runbook.md, Crowded documents.',
    )
  }
}

/**
 * Applies what is stored, and nothing else: on hearing of others' edits, Yjs deletes marks of format that seem superfluous,
 * which here would be in no log.
 */
export function applyStored(doc: Y.Doc, update: Uint8Array): void {
  doc.transact((transaction) => {
    Y.applyUpdate(doc, update)
    // In a transaction of one's own, no edit is another's.
    transaction.local = true
  })
}

/**
 * Gives the document of updates in causal order at the end; yields after each step, so that others may have their turn.
 * Where Yjs throws in the middle of an update, nobody knows what of it has been done: so the document is begun anew
 * without it, and the update is halved until only what cannot be applied is left out. It is also begun anew where the
 * order of the updates turns out to be a slow one. @throws DocumentTooSlow
 */
export function* buildDocument(pieces: Iterable<Uint8Array>, options: BuildOptions = {}): Generator<void, Built> {
  const unusable: Parameters<OnUnusable>[0][] = []
  let { asLogged } = options
  let updates = pieces
  let stepsASlice = Infinity
  for (let beginnings = 1; ;) {
    const doc = new Y.Doc()
    const steps = new BuildSteps(doc, updates, stepsASlice)
    const end = yield* goOn(steps, asLogged === undefined ? (options.mostExcessMs ?? MOST_EXCESS_MS) : SLOW_MS)
    if (end === 'built') {
      for (const part of unusable) options.onUnusable?.(part)
      return { doc, excessMs: steps.excessMs }
    }
    doc.destroy()
    if (end === 'slow') {
      if (asLogged === undefined) throw new DocumentTooSlow(steps.excessMs)
      updates = asLogged()
      asLogged = undefined
      unusable.length = 0
      continue
    }
    if (beginnings++ > MOST_BEGINNINGS) throw end.cause
    const { step, cause } = end
    const halves = step === null ? [] : halved(step)
    if (step === null) stepsASlice = 1
    else if (halves.length === 1) unusable.push({ structs: structsIn(step), cause })
    updates = steps.replacing(step, halves.length === 1 ? [] : halves)
  }
}

function* goOn(steps: BuildSteps, mostExcessMs: number): Generator<void, 'built' | 'slow' | Failure> {
  while (!steps.isDone) {
    const failure = steps.slice()
    if (failure !== null) return failure
    if (steps.excessMs > mostExcessMs) return 'slow'
    yield
  }
  return 'built'
}

const halved = (update: Uint8Array): Uint8Array[] => splitUpdate(update, Math.floor(update.byteLength / 2))

const structsIn = (update: Uint8Array): number =>
  scanUpdate(update).sections.reduce((sum, { structs }) => sum + structs.length, 0)

/** The document at once, for one that is small. */
export function buildSmallDocument(pieces: Iterable<Uint8Array>, onUnusable: OnUnusable): Y.Doc {
  const building = buildDocument(pieces, { onUnusable })
  for (;;) {
    const { done, value } = building.next()
    if (done === true) return value.doc
  }
}
