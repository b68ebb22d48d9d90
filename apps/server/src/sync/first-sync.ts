/**
 * What one who has nothing is sent (S9): the whole document in pieces, made once for all who come at about the same
 * time, and without what was deleted before they came. A small document is encoded as it stands; a large one is made by
 * a thread, or taken as it lies in the store, since encoding it here would hold everybody up.
 */
import { encodeStep2, encodeUpdate, EMPTY_UPDATE } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/** The frames are kept for the next ones for so long after the last has come. */
const KEEP_MS = 10_000
/** Beyond this, what was told since is better read anew. */
const MOST_TAIL_BYTES = 4 * 1024 * 1024

/** Gives the document's updates from the store, with everything that was told before it called `onBegin`. */
export type LoadPieces = (onBegin: () => void) => Promise<readonly Uint8Array[]>

interface Kept {
  frames: Promise<Wire[]>
  /** What is told from now on may be missing in what is read. */
  hasBegun: boolean
  /** Frames told since the document was read. */
  tail: Wire[]
  tailBytes: number
  timer: NodeJS.Timeout
}

export class FirstSync {
  readonly #load: LoadPieces
  #kept: Kept | null = null
  /** One document is read at a time; the next is shared by all who come until it begins. */
  #loading: Promise<unknown> = Promise.resolve()

  constructor(load: LoadPieces) {
    this.#load = load
  }

  /** The document as it was read a moment ago, for those who come first. */
  prime(pieces: readonly Uint8Array[]): void {
    this.#kept = this.#keep(async (onBegin) => {
      onBegin()
      return pieces
    })
    this.#kept.hasBegun = true
  }

  /** Frames that make the whole document, as it is told by now; the last one says that this was all. */
  async frames(): Promise<Wire[]> {
    const kept = (this.#kept ??= this.#keep(this.#load))
    kept.timer.refresh()
    const frames = await kept.frames
    return [...frames, ...kept.tail, toWire(encodeStep2(EMPTY_UPDATE))]
  }

  /**
   * Frames that everybody has just been told. If they delete something, what was read before is for those who have asked
   * already: whoever comes from now on is not sent the words that are gone.
   */
  told(frames: readonly Wire[], isDeleting: boolean): void {
    const kept = this.#kept
    if (kept === null || !kept.hasBegun) return
    if (isDeleting) return this.drop()
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

  #keep(load: LoadPieces): Kept {
    const timer = setTimeout(() => this.drop(), KEEP_MS).unref()
    const begin = (): Promise<readonly Uint8Array[]> => load(() => (kept.hasBegun = true))
    const pieces = this.#loading.then(begin, begin)
    this.#loading = pieces.then(done, done)
    const frames = pieces.then((read) => read.map((piece) => toWire(encodeUpdate(piece))))
    const kept: Kept = { frames, hasBegun: false, tail: [], tailBytes: 0, timer }
    // Whoever waits for the frames hears of the failure; the next one tries again.
    frames.catch(() => {
      if (this.#kept === kept) this.drop()
    })
    return kept
  }
}

function done(): void {
  // What was read is held by those who need it.
}
