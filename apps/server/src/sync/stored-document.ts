/** What is durable of a room, as a document to read from: brought up to date when somebody looks, and sent in pieces. */
import { readHistory } from '@briefboard/library'
import { joinUpdates, splitUpdate, type RoomId, type Scan } from '@briefboard/protocol'
import type { UpdateLog } from '@briefboard/store'
import * as Y from 'yjs'
import { FirstSync } from './first-sync.ts'
import { encodeStep2, encodeUpdate } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/** A document above this goes out in pieces. (S9) */
const PIECE_BYTES = 256 * 1024
/** By then what is stored is applied, whether anybody looks or not. */
const MOST_UNAPPLIED = 500

export interface StoredDocumentOptions {
  id: RoomId
  log: UpdateLog
  doc: Y.Doc
  /** Of the updates that made it. */
  bytes: number
  onFault: (error: unknown) => void
}

export class StoredDocument {
  readonly #id: RoomId
  readonly #doc: Y.Doc
  readonly #firstSync: FirstSync
  readonly #onFault: (error: unknown) => void
  #unapplied: Scan[] = []
  #bytes: number

  constructor({ id, log, doc, bytes, onFault }: StoredDocumentOptions) {
    this.#id = id
    this.#doc = doc
    this.#bytes = bytes
    this.#onFault = onFault
    this.#firstSync = new FirstSync(async () => (await readHistory(await log.load(id))).pieces)
  }

  /** For reading only. */
  get doc(): Y.Doc {
    if (this.#unapplied.length > 0) this.#apply()
    return this.#doc
  }

  /** Of the updates in the store, as far as is known here. */
  get bytes(): number {
    return this.#bytes
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** A frame with all that a client with this state vector lacks, or where to get the frames if it is much. */
  since(stateVector: Uint8Array): Wire | (() => Promise<readonly Wire[]>) {
    if (isEmpty(stateVector) && this.#bytes > PIECE_BYTES) return () => this.#firstSync.frames()
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
    if (this.#unapplied.length > MOST_UNAPPLIED) this.#apply()
  }

  compacted(bytes: number): void {
    this.#bytes = bytes
    this.#firstSync.drop()
  }

  #apply(): void {
    const updates = joinUpdates(this.#unapplied)
    this.#unapplied = []
    this.#doc.transact(() => {
      for (const update of updates) this.#applyOne(update)
    })
  }

  #applyOne(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.#doc, update)
    } catch (cause) {
      this.#onFault(new Error(`An update of ${this.#id} cannot be applied; it was left out here.`, { cause }))
    }
  }

  close(): void {
    this.#firstSync.drop()
    this.#doc.destroy()
  }
}

/** Zero clients: y-protocols' state vector of an empty document. */
const isEmpty = (stateVector: Uint8Array): boolean => stateVector.byteLength === 1 && stateVector[0] === 0
