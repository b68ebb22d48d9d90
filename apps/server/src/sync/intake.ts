/**
 * What comes in from one client: frames taken apart, at the pace that one connection may have (S12), in the order in which
 * they came. One that must wait, for the document or for what is on its way into the log, holds all behind it.
 */
import { Refusal, type RefusalCode } from '@briefboard/protocol'
import type { RawData } from 'ws'
import type { Limits } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import { saysNothing } from './frames.ts'
import { readFrame, type Incoming } from './incoming.ts'
import { Pace } from './pace.ts'
import type { StoredDocument } from './stored-document.ts'
import type { Line } from './wire.ts'

export interface IntakeOptions {
  ws: Line['ws']
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

/** What costs the server little, beside an edit's 1. */
const SMALL_COST = 0.25

export class Intake {
  readonly #options: IntakeOptions
  readonly #pace: Pace
  #isClosed = false
  #isSlowedDown = false
  #pauses = 0
  /** What waits, the first of it for something. */
  #held: { frame: Incoming; bytes: number }[] = []
  #heldBytes = 0
  #isFull = false

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#pace = new Pace(options.limits.updatesPerSecond)
    options.ws.on('message', (data) => this.#attempt(() => this.#receive(data)))
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

  #receive(data: RawData): void {
    const frame = readFrame(data, this.#options.limits.editBytes)
    this.#slowDown(frame.kind === 'edit' || frame.kind === 'question' ? 1 : SMALL_COST)
    const bytes = sizeOf(data)
    this.#heldBytes += bytes
    if (this.#held.push({ frame, bytes }) === 1) return this.#goOn()
    // Until then the line is read on, so that its pings are answered.
    if (this.#heldBytes <= MOST_HELD_BYTES || this.#isFull) return
    this.#isFull = true
    this.#pause()
  }

  /** Reads nothing for a while from one who sends too much; nothing is lost, it only takes longer. */
  #slowDown(cost: number): void {
    const pauseMs = this.#pace.spend(cost)
    if (pauseMs === 0 || this.#isSlowedDown) return
    this.#options.metrics.throttled()
    this.#isSlowedDown = true
    this.#pause()
    setTimeout(() => {
      this.#isSlowedDown = false
      this.#resume()
    }, pauseMs)
  }

  /** There may be two reasons at a time to read nothing. */
  #pause(): void {
    if (this.#pauses++ === 0) this.#options.ws.pause()
  }

  #resume(): void {
    if (--this.#pauses === 0) this.#options.ws.resume()
  }

  #goOn(): void {
    for (let first = this.#held[0]; first !== undefined; first = this.#held[0]) {
      const { frame, bytes } = first
      const wait = this.#documentFor(frame) ?? this.#attempt(() => this.#options.onFrame(frame))
      if (wait !== null) return void wait.then(() => this.#goOn(), this.#options.onFault)
      this.#held.shift()
      this.#heldBytes -= bytes
    }
    if (!this.#isFull) return
    this.#isFull = false
    this.#resume()
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

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, { byteLength }) => sum + byteLength, 0) : data.byteLength
