/**
 * What comes in from one client: frames taken apart, at the pace that one connection may have (S12), and held while the
 * document that they need is being built.
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
  /** @throws Refusal */
  onFrame: (frame: Incoming) => void
  onRefusal: (code: RefusalCode) => void
  onFault: (error: unknown) => void
}

/** What costs the server little, beside an edit's 1. */
const SMALL_COST = 0.25

export class Intake {
  readonly #options: IntakeOptions
  readonly #pace: Pace
  #isClosed = false
  /** What has come and must wait. */
  #held: Incoming[] | null = null

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#pace = new Pace(options.limits.updatesPerSecond)
    options.ws.on('message', (data) => this.#attempt(() => this.#receive(data)))
  }

  /** Nothing that still comes counts. */
  close(): void {
    this.#isClosed = true
    this.#held = null
  }

  #attempt(work: () => void): void {
    if (this.#isClosed) return
    try {
      work()
    } catch (error) {
      if (error instanceof Refusal) this.#options.onRefusal(error.code)
      else this.#options.onFault(error)
    }
  }

  #receive(data: RawData): void {
    const frame = readFrame(data, this.#options.limits.editBytes)
    this.#slowDown(frame.kind === 'edit' || frame.kind === 'question' ? 1 : SMALL_COST)
    if (this.#held === null && !this.#needsDocument(frame)) return this.#options.onFrame(frame)
    this.#held ??= this.#hold()
    this.#held.push(frame)
  }

  /** Reads nothing for a while from one who sends too much; nothing is lost, it only takes longer. */
  #slowDown(cost: number): void {
    const { ws, metrics } = this.#options
    const pauseMs = this.#pace.spend(cost)
    if (pauseMs === 0 || ws.isPaused) return
    metrics.throttled()
    ws.pause()
    setTimeout(() => ws.resume(), pauseMs)
  }

  #needsDocument(frame: Incoming): boolean {
    const { stored } = this.#options
    if (stored.isBuilt) return false
    // One who has nothing answers our question with nothing.
    if (frame.kind === 'edit') return !saysNothing(frame.update)
    return frame.kind === 'question' && stored.needsDocument(frame.stateVector)
  }

  /** A frame that needs the document waits, with all behind it, until that is built. */
  #hold(): Incoming[] {
    const { ws, stored, onFrame, onFault } = this.#options
    ws.pause()
    const goOn = (): void => {
      const held = this.#held ?? []
      this.#held = null
      for (const frame of held) this.#attempt(() => onFrame(frame))
      ws.resume()
    }
    stored.build().then(goOn, onFault)
    return []
  }
}
