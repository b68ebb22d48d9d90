/**
 * What one who has nothing is sent (S9): the whole document in pieces, made once for all who come at about the same
 * time. A small document is encoded as it stands; a large one is taken from the store, where it lies in pieces already,
 * since encoding it would hold everybody up.
 */
import { encodeStep2, encodeUpdate, EMPTY_UPDATE } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/** The frames are kept for the next ones for so long after the last has come. */
const KEEP_MS = 10_000
/** Beyond this, what was told since is better read anew. */
const MOST_TAIL_BYTES = 4 * 1024 * 1024

interface Kept {
  frames: Promise<Wire[]>
  /** Frames told since the document was read. */
  tail: Wire[]
  tailBytes: number
  timer: NodeJS.Timeout
}

export class FirstSync {
  readonly #load: () => Promise<Uint8Array[]>
  #kept: Kept | null = null

  /** `load` reads the document's updates from the store, with everything that has been told. */
  constructor(load: () => Promise<Uint8Array[]>) {
    this.#load = load
  }

  /** The document as it was read a moment ago, for those who come first. */
  prime(pieces: readonly Uint8Array[]): void {
    this.#kept = this.#keep(async () => [...pieces])
  }

  /** Frames that make the whole document, as it is told by now; the last one says that this was all. */
  async frames(): Promise<Wire[]> {
    const kept = (this.#kept ??= this.#keep(this.#load))
    kept.timer.refresh()
    const frames = await kept.frames
    return [...frames, ...kept.tail, toWire(encodeStep2(EMPTY_UPDATE))]
  }

  /** Frames that everybody has just been told. */
  told(frames: readonly Wire[]): void {
    const kept = this.#kept
    if (kept === null) return
    for (const frame of frames) {
      kept.tail.push(frame)
      kept.tailBytes += frame.byteLength
    }
    if (kept.tailBytes > MOST_TAIL_BYTES) this.drop()
  }

  drop(): void {
    clearTimeout(this.#kept?.timer)
    this.#kept = null
  }

  #keep(load: () => Promise<Uint8Array[]>): Kept {
    const frames = load().then((pieces) => pieces.map((piece) => toWire(encodeUpdate(piece))))
    const timer = setTimeout(() => this.drop(), KEEP_MS).unref()
    const kept = { frames, tail: [], tailBytes: 0, timer }
    // Whoever waits for the frames hears of the failure; the next one tries again.
    frames.catch(() => {
      if (this.#kept === kept) this.drop()
    })
    return kept
  }
}
