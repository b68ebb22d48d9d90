/**
 * What is durable of a room: as pieces to send, and as a document to read from. The document of a large room is built
 * only when somebody needs it; one who opens the room to read gets the pieces as they are. What is stored later is
 * applied when somebody looks.
 */
import { applyStored, documentOf, PIECE_BYTES, readHistory } from '@briefboard/library'
import { joinUpdates, splitUpdate, type RoomId, type Scan } from '@briefboard/protocol'
import type { UpdateLog } from '@briefboard/store'
import * as Y from 'yjs'
import { FirstSync } from './first-sync.ts'
import { encodeStep2, encodeUpdate } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/** By then what is stored is applied, whether anybody looks or not. */
const MOST_UNAPPLIED = 500

export interface StoredDocumentOptions {
  id: RoomId
  log: UpdateLog
  /** Updates in causal order, as a history gives them. */
  pieces: readonly Uint8Array[]
  /** How far each client is, now and later. */
  clocks: ReadonlyMap<number, number>
  onFault: (error: unknown) => void
}

export class StoredDocument {
  readonly #id: RoomId
  readonly #clocks: ReadonlyMap<number, number>
  readonly #firstSync: FirstSync
  readonly #onFault: (error: unknown) => void
  /** Until the document is built from them. */
  #pieces: readonly Uint8Array[]
  #doc: Y.Doc | null = null
  #building: Promise<void> | null = null
  #unapplied: Scan[] = []
  #bytes: number

  constructor({ id, log, pieces, clocks, onFault }: StoredDocumentOptions) {
    this.#id = id
    this.#clocks = clocks
    this.#onFault = onFault
    this.#pieces = pieces
    this.#bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    this.#firstSync = new FirstSync(async () => (await readHistory(await log.load(id))).pieces)
    if (this.#bytes > PIECE_BYTES) this.#firstSync.prime(pieces)
    else this.#doc = docOf(pieces)
  }

  get isBuilt(): boolean {
    return this.#doc !== null
  }

  /** Builds the document, with pauses in which others are served. */
  build(): Promise<void> {
    this.#building ??= this.isBuilt ? Promise.resolve() : this.#build()
    return this.#building
  }

  async #build(): Promise<void> {
    const doc = await documentOf({ pieces: [...this.#pieces] })
    this.#doc ??= doc
    this.#pieces = []
  }

  /** For reading only. Call `build` first. */
  get doc(): Y.Doc {
    this.#doc ??= docOf(this.#pieces)
    if (this.#unapplied.length > 0) this.#apply(this.#doc)
    return this.#doc
  }

  /** Of the updates in the store, as far as is known here. */
  get bytes(): number {
    return this.#bytes
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(new Map(this.#clocks))
  }

  /** Whether the answer to this state vector needs the document built. */
  needsDocument(stateVector: Uint8Array): boolean {
    return !(isEmpty(stateVector) && this.#bytes > PIECE_BYTES)
  }

  /** A message with all that a client with this state vector lacks, or where to get the messages if it is much. */
  since(stateVector: Uint8Array): Wire | (() => Promise<readonly Wire[]>) {
    if (!this.needsDocument(stateVector)) return () => this.#firstSync.frames()
    const rest = Y.encodeStateAsUpdate(this.doc, stateVector)
    if (rest.byteLength <= PIECE_BYTES) return toWire(encodeStep2(rest))
    return async () => {
      const pieces = splitUpdate(rest, PIECE_BYTES)
      return pieces.map((piece, at) => toWire(at < pieces.length - 1 ? encodeUpdate(piece) : encodeStep2(piece)))
    }
  }

  /** Takes what is stored now; `frames` say the same to clients. */
  add(scans: readonly Scan[], frames: readonly Wire[]): void {
    this.#firstSync.told(frames)
    for (const scan of scans) {
      this.#unapplied.push(scan)
      this.#bytes += scan.update.byteLength
    }
    if (this.#unapplied.length > MOST_UNAPPLIED && this.#doc !== null) this.#apply(this.#doc)
  }

  compacted(bytes: number): void {
    this.#bytes = bytes
    this.#firstSync.drop()
  }

  #apply(doc: Y.Doc): void {
    const updates = joinUpdates(this.#unapplied)
    this.#unapplied = []
    doc.transact(() => {
      for (const update of updates) this.#applyOne(doc, update)
    })
  }

  #applyOne(doc: Y.Doc, update: Uint8Array): void {
    try {
      applyStored(doc, update)
    } catch (cause) {
      this.#onFault(new Error(`An update of ${this.#id} cannot be applied; it was left out here.`, { cause }))
    }
  }

  close(): void {
    this.#firstSync.drop()
    this.#doc?.destroy()
  }
}

function docOf(pieces: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const piece of pieces) applyStored(doc, piece)
  return doc
}

/** Zero clients: y-protocols' state vector of an empty document. */
const isEmpty = (stateVector: Uint8Array): boolean => stateVector.byteLength === 1 && stateVector[0] === 0
