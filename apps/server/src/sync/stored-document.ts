/**
 * What is durable of a room: as pieces to send, and as a document to read from. The document of a large room is built
 * only when somebody needs it; one who opens the room to read gets pieces, which a thread makes unless they lie in the
 * store without anything that was deleted. What is stored later is applied when somebody looks.
 */
import {
  applyStored,
  built,
  buildSmallDocument,
  DocumentTooSlow,
  BuildSteps,
  PIECE_BYTES,
  type OnUnusable,
} from '@briefboard/library'
import { joinUpdates, splitUpdate, type RoomId, type Scan } from '@briefboard/protocol'
import * as Y from 'yjs'
import { FEW } from './crowding.ts'
import type { DocumentSize } from './document-size.ts'
import { FirstSync, type LoadPieces } from './first-sync.ts'
import { encodeStep2, encodeUpdate } from './frames.ts'
import { toWire, type Wire } from './wire.ts'

/**
 * By then what is stored is applied, whether anybody looks or not: so many updates, or structs, take some milliseconds.
 * What passes over more is applied at once, in the order of the log: in another one it may take a thousand times as long.
 */
const MOST_UNAPPLIED = { updates: 500, structs: 5000, passed: FEW }

/** Less than this is what a machine is slower now and then. */
const LEAST_EXCESS_MS = { built: 500, applied: 5 }

/** An update that has come from the log. */
export interface Added {
  scan: Scan
  /** Over how many items of which its author did not know Yjs passes to place it; null: another node has judged it. */
  passed: number | null
}

export interface StoredDocumentOptions {
  id: RoomId
  /** Reads the document anew, without what was deleted. */
  load: LoadPieces
  /** Updates in causal order, as a history gives them. */
  pieces: readonly Uint8Array[]
  /** The same, in the order of the log. */
  asLogged: () => Iterable<Uint8Array>
  /** How large it is, now and later. */
  size: Pick<DocumentSize, 'bytes'>
  /** Whether nothing of the pieces is deleted by them, so that they may be sent as they are. */
  isClean: boolean
  /** How far each client is, now and later. */
  clocks: ReadonlyMap<number, number>
  onFault: (error: unknown) => void
  /** Hears how much of the processor's time it took beyond the usual to build or apply something, in ms. */
  onExcess: (ms: number) => void
  /** It cannot be built in any reasonable time. */
  onUnbuildable: () => void
}

export class StoredDocument {
  readonly #id: RoomId
  readonly #clocks: ReadonlyMap<number, number>
  readonly #firstSync: FirstSync
  readonly #on: Pick<StoredDocumentOptions, 'onFault' | 'onExcess' | 'onUnbuildable'>
  /** Until the document is built from them. */
  #pieces: readonly Uint8Array[]
  #asLogged: () => Iterable<Uint8Array>
  #doc: Y.Doc | null = null
  #building: Promise<void> | null = null
  #unapplied: Added[] = []
  #unappliedStructs = 0
  #unappliedPassed = 0
  readonly #size: Pick<DocumentSize, 'bytes'>

  constructor({ id, load, pieces, asLogged, size, isClean, clocks, ...on }: StoredDocumentOptions) {
    this.#id = id
    this.#clocks = clocks
    this.#on = on
    this.#pieces = pieces
    this.#asLogged = asLogged
    this.#size = size
    this.#firstSync = new FirstSync(load)
    if (isClean && !this.#isSmall) this.#firstSync.prime(pieces)
  }

  get #isSmall(): boolean {
    return this.#size.bytes <= PIECE_BYTES
  }

  /** One that is small is there from the beginning. Call this before anything is added. @throws DocumentTooSlow */
  async buildIfSmall(): Promise<void> {
    if (this.#isSmall) await this.#build()
  }

  get isBuilt(): boolean {
    return this.#doc !== null
  }

  /** Builds the document, with pauses in which others are served. */
  build(): Promise<void> {
    this.#building ??= this.isBuilt
      ? Promise.resolve()
      : this.#build().catch((error: unknown) => this.#isUnbuildable(error))
    return this.#building
  }

  #isUnbuildable(error: unknown): never {
    if (error instanceof DocumentTooSlow) this.#on.onUnbuildable()
    throw error
  }

  async #build(): Promise<void> {
    const history = { pieces: [...this.#pieces], asLogged: this.#asLogged }
    const { doc, excessMs } = await built(history, { onUnusable: this.#onUnusable })
    if (excessMs > LEAST_EXCESS_MS.built) this.#on.onExcess(excessMs)
    this.#doc ??= doc
    this.#pieces = []
    this.#asLogged = () => []
  }

  readonly #buildNow = (pieces: readonly Uint8Array[]): Y.Doc => buildSmallDocument(pieces, this.#onUnusable)

  readonly #onUnusable: OnUnusable = ({ structs, cause }) => {
    const words = `${structs} part(s) of ${this.#id} cannot be applied and were left out; \`briefboard doctor\` tells more.`
    this.#on.onFault(new Error(words, { cause }))
  }

  /** For reading only. Call `build` first. */
  get doc(): Y.Doc {
    this.#doc ??= this.#buildNow(this.#pieces)
    if (this.#unapplied.length > 0) this.#apply(this.#doc)
    return this.#doc
  }

  /** How many Yjs clients have written in it. */
  get clientCount(): number {
    return this.#clocks.size
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(new Map(this.#clocks))
  }

  /** Whether the answer to this state vector needs the document built. */
  needsDocument(stateVector: Uint8Array): boolean {
    return !(isEmpty(stateVector) && this.#size.bytes > PIECE_BYTES)
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
  add(added: readonly Added[], frames: readonly Wire[]): void {
    this.#firstSync.told(
      frames,
      added.some(({ scan }) => scan.deleted.length > 0),
    )
    for (const one of added) {
      this.#unapplied.push(one)
      this.#unappliedPassed += one.passed ?? 0
      for (const { structs } of one.scan.sections) this.#unappliedStructs += structs.length
    }
    if (this.#isMuchUnapplied && this.#doc !== null) this.#apply(this.#doc)
  }

  get #isMuchUnapplied(): boolean {
    const { updates, structs, passed } = MOST_UNAPPLIED
    return this.#unapplied.length > updates || this.#unappliedStructs > structs || this.#unappliedPassed > passed
  }

  compacted(): void {
    this.#firstSync.drop()
  }

  #apply(doc: Y.Doc): void {
    const scans = this.#unapplied.map(({ scan }) => scan)
    const isForeign = this.#unapplied.some(({ passed }) => passed === null)
    const isQuickInAnyOrder = !isForeign && this.#unappliedPassed <= MOST_UNAPPLIED.passed
    this.#unapplied = []
    this.#unappliedStructs = this.#unappliedPassed = 0
    // To cut what is applied in no time would take longer than that.
    if (isQuickInAnyOrder) return this.#applyAll(doc, joinUpdates(scans))
    const steps = new BuildSteps(
      doc,
      scans.map(({ update }) => update),
    )
    while (!steps.isDone) this.#applySlice(steps)
    // What was judged here has been counted.
    if (isForeign && steps.excessMs > LEAST_EXCESS_MS.applied) this.#on.onExcess(steps.excessMs)
  }

  #applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
    doc.transact(() => {
      for (const update of updates) {
        try {
          applyStored(doc, update)
        } catch (cause) {
          this.#leftOut(cause)
        }
      }
    })
  }

  #applySlice(steps: BuildSteps): void {
    const failure = steps.slice()
    if (failure !== null) this.#leftOut(failure.cause)
  }

  #leftOut(cause: unknown): void {
    this.#on.onFault(new Error(`An update of ${this.#id} cannot be applied; it was left out here.`, { cause }))
  }

  close(): void {
    this.#firstSync.drop()
    this.#doc?.destroy()
  }
}

/** Zero clients: y-protocols' state vector of an empty document. */
const isEmpty = (stateVector: Uint8Array): boolean => stateVector.byteLength === 1 && stateVector[0] === 0
