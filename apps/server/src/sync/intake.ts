/**
 * What comes in from one client: frames taken apart, at the pace that one connection and its person may have (S12), in the
 * order in which they came. One that must wait, for the document, for what is on its way into the log or for the person's
 * next turn, holds all behind it.
 */
import { Refusal, type RefusalCode } from '@briefboard/protocol'
import type { RawData } from 'ws'
import type { Limits } from '../config.ts'
import type { Reading } from '../limits/reading.ts'
import type { Metrics } from '../metrics.ts'
import { editParts } from './edit-parts.ts'
import { saysNothing } from './frames.ts'
import { readFrame, type Incoming } from './incoming.ts'
import { Pace } from './pace.ts'
import type { StoredDocument } from './stored-document.ts'
import type { Line } from './wire.ts'

export interface IntakeOptions {
  ws: Line['ws']
  reading: Reading
  stored: StoredDocument
  limits: Limits
  metrics: Pick<Metrics, 'throttled'>
  /** Gives for what the frame must wait before it is taken again, if it must. @throws Refusal */
  onFrame: (frame: Incoming) => Promise<void> | null
  onRefusal: (code: RefusalCode) => void
  onFault: (error: unknown) => void
}

/** So much of one client may wait here; then its line is not read either. */
const MOST_HELD_BYTES = 1024 * 1024

/** What each of them costs beside its bytes. */
const HELD_BYTES = 128

/** What costs the server little, beside an edit's 1. */
const SMALL_COST = 0.25

/** So long one goes on whose turn it is. */
const SLICE_MS = 1

/** What is done for an edit later, in the log and for those who hear of it, in ms. */
const EDIT_MS = 0.1

interface Held {
  data: RawData
  /** Once it has been taken apart. */
  frame?: Incoming
  /** Of an edit that is done in several goes. */
  isPiece?: true
  bytes: number
}

export class Intake {
  readonly #options: IntakeOptions
  readonly #pace: Pace
  #isClosed = false
  #isSlowedDown = false
  /** What waits, the first of it for something. */
  #held: Held[] = []
  #heldBytes = 0
  /** Questions that were answered since something waits. */
  readonly #answered = new Set<string>()
  #resume: (() => void) | null = null

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#pace = new Pace(options.limits.updatesPerSecond)
    options.ws.on('message', (data) => this.#receive(data))
  }

  /** Nothing that still comes counts. */
  close(): void {
    this.#isClosed = true
    this.#held = []
  }

  #attempt<T>(work: () => T): T | null {
    if (this.#isClosed) return null
    try {
      return work()
    } catch (error) {
      if (error instanceof Refusal) this.#options.onRefusal(error.code)
      else this.#options.onFault(error)
      return null
    }
  }

  /** What must wait is not even taken apart yet: that costs more than to keep it. */
  #receive(data: RawData): void {
    if (this.#isClosed) return
    const bytes = sizeOf(data) + HELD_BYTES
    this.#heldBytes += bytes
    if (this.#held.push({ data, bytes }) === 1) return this.#goOn()
    // Until then the line is read on, so that its pings are answered.
    if (this.#heldBytes > MOST_HELD_BYTES) this.#resume ??= this.#options.reading.hold()
  }

  #read(data: RawData): Incoming {
    const frame = readFrame(data, this.#options.limits.editBytes)
    this.#slowDown(frame.kind === 'edit' || frame.kind === 'question' ? 1 : SMALL_COST)
    if (frame.kind === 'edit') this.#options.reading.payer.spend(EDIT_MS)
    return frame
  }

  /** Reads nothing for a while from one who sends too much; nothing is lost, it only takes longer. */
  #slowDown(cost: number): void {
    const pauseMs = this.#pace.spend(cost)
    if (pauseMs === 0 || this.#isSlowedDown) return
    this.#options.metrics.throttled('frames')
    this.#isSlowedDown = true
    const resume = this.#options.reading.hold()
    setTimeout(() => {
      this.#isSlowedDown = false
      resume()
    }, pauseMs)
  }

  /** `isTurn`: some may go on even if others of their payer wait. */
  #goOn(isTurn = false): void {
    const { payer } = this.#options.reading
    const mayGoUntil = isTurn ? performance.now() + SLICE_MS : 0
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      if (payer.isOverdrawn || (payer.mustWait && performance.now() > mayGoUntil))
        return void payer.turn().then(() => this.#goOn(true), this.#options.onFault)
      const wait = this.#paidFor(() => this.#attempt(() => this.#take(first)))
      if (wait !== null) return void wait.then(() => this.#goOn(), this.#options.onFault)
      this.#held.shift()
      this.#heldBytes -= first.bytes
    }
    this.#answered.clear()
    this.#resume?.()
    this.#resume = null
  }

  /** Gives for what it must wait before it is taken again, if it must. */
  #take(held: Held): Promise<void> | null {
    const frame = (held.frame ??= this.#read(held.data))
    if (frame.kind === 'edit' && held.isPiece === undefined) return this.#takeEdit(frame, held)
    return this.#takeFrame(frame)
  }

  /** A long edit takes its turns piece by piece, each behind the one before. */
  #takeEdit(frame: Extract<Incoming, { kind: 'edit' }>, held: Held): Promise<void> | null {
    const [first, ...rest] = editParts(frame.update).map((update) => ({ ...frame, update }))
    held.frame = first ?? frame
    held.isPiece = true
    const waiting = rest.map((piece): Held => ({ data: held.data, frame: piece, isPiece: true, bytes: 0 }))
    this.#held.splice(1, 0, ...waiting)
    return this.#takeFrame(held.frame)
  }

  #takeFrame(frame: Incoming): Promise<void> | null {
    const question = questionIn(frame)
    if (question !== null && this.#answered.has(question)) return null
    const wait = this.#documentFor(frame) ?? this.#options.onFrame(frame)
    // Of questions that wait together, one is answered for all: what is told after it comes by itself.
    if (question !== null && wait === null) this.#answered.add(question)
    return wait
  }

  #paidFor<T>(work: () => T): T {
    const begun = performance.now()
    try {
      return work()
    } finally {
      this.#options.reading.charge(performance.now() - begun)
    }
  }

  /** Until it is built, a frame that needs the document waits for it. */
  #documentFor(frame: Incoming): Promise<void> | null {
    const { stored } = this.#options
    if (stored.isBuilt) return null
    // One who has nothing answers our question with nothing.
    const needsDocument =
      frame.kind === 'edit'
        ? !saysNothing(frame.update)
        : frame.kind === 'question' && stored.needsDocument(frame.stateVector)
    return needsDocument ? stored.build() : null
  }
}

/** What is asked, as one word; null if it is no question. */
function questionIn(frame: Incoming): string | null {
  if (frame.kind === 'who-is-here') return frame.kind
  return frame.kind === 'question' ? Buffer.from(frame.stateVector).toString('latin1') : null
}

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, { byteLength }) => sum + byteLength, 0) : data.byteLength
