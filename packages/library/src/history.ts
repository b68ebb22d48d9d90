/**
 * A room's history: which of the logged updates count, in an order in which each builds on those before it, and whose
 * they are. Read the same way by every node, by compaction and by the command line.
 */
import { joinUpdates, Malformed, memoryAdded, memoryOf, scanUpdate, splitUpdate, type Scan } from '@briefboard/protocol'
import type { Author, Entry, Loaded } from '@briefboard/store'
import * as Y from 'yjs'
import { buildDocument, type Built, type BuildOptions, type OnUnusable } from './build-document.ts'
import type { DocumentMemory, TakenMemory } from './document-memory.ts'
import { Ledger } from './ledger.ts'
import { LoggedUpdates } from './logged-updates.ts'
import { quickOrder } from './quick-order.ts'
import { readUpdate } from './read-update.ts'
import { decodeState, encodeState } from './state.ts'
import { turns } from './turns.ts'

export interface History {
  ledger: Ledger
  /** Yjs v1 updates in causal order. */
  pieces: Uint8Array[]
  /** How many of them are the snapshot's. */
  inSnapshot: number
  /** The snapshot's pieces, then each entry that counts by itself: the order in which they were judged. */
  asLogged: () => Iterable<Uint8Array>
  /** What the entries behind the snapshot bring. */
  log: Size
  /** Entries that are in the log and do not count, and why. (S4, S16) */
  leftOut: LeftOut[]
}

/** What there is of a document. */
export interface Size {
  /** Of its updates. */
  bytes: number
  /** Bytes that it takes as a Y.Doc, as `memoryOf` estimates them. */
  memory: number
}

export interface LeftOut {
  position: number
  author: Author
  why: 'malformed' | 'gap' | 'not-yours'
}

/** Above this, pieces of a document are sent and applied one by one, and others are served in between. (S9) */
export const PIECE_BYTES = 256 * 1024
/** An entry is as long as one edit may be; only what is much longer is worth cutting. */
const MOST_PIECE_BYTES = 4 * PIECE_BYTES

/** Entries are taken apart before they are joined; those of so many bytes at a time, since that takes much more memory. */
const MOST_SCANNED_BYTES = 16 * PIECE_BYTES

/** Reading goes on for so long before others have their turn. */
const STRETCH_MS = 10

export async function readHistory({ snapshot, entries }: Loaded): Promise<History> {
  const { ledger, pieces } = snapshot === null ? { ledger: new Ledger(), pieces: [] } : decodeState(snapshot.state)
  const [inSnapshot, logged] = [[...pieces], new LoggedUpdates()]
  const history: History = {
    ...{ ledger, pieces, inSnapshot: pieces.length, log: { bytes: 0, memory: 0 }, leftOut: [] },
    *asLogged() {
      yield* inSnapshot
      yield* logged
    },
  }
  let scans: Scan[] = []
  let scannedBytes = 0
  const rest = turns(STRETCH_MS)
  const join = async (): Promise<void> => {
    for (const update of joinUpdates(scans, PIECE_BYTES)) {
      for (const piece of splitUpdate(update, MOST_PIECE_BYTES)) history.pieces.push(piece)
      await rest()
    }
    logged.add(scans.map(({ update }) => update))
    scans = []
    scannedBytes = 0
  }
  for (const entry of entries) {
    const admitted = admit(ledger, entry)
    if (typeof admitted === 'string')
      history.leftOut.push({ position: entry.position, author: entry.author, why: admitted })
    else {
      scans.push(admitted.scan)
      scannedBytes += entry.update.byteLength
      history.log.bytes += entry.update.byteLength
      history.log.memory += memoryAdded(admitted.scan)
      if (scannedBytes > MOST_SCANNED_BYTES) await join()
    }
    await rest()
  }
  await join()
  return history
}

/** Of what the snapshot holds, or of any updates that make a document and were made from one. */
export async function sizeOfPieces(pieces: readonly Uint8Array[]): Promise<Size> {
  const rest = turns(STRETCH_MS)
  const size: Size = { bytes: 0, memory: 0 }
  for (const piece of pieces) {
    size.bytes += piece.byteLength
    size.memory += memoryOf(scanUpdate(piece))
    await rest()
  }
  return size
}

/** What a document of this history takes in memory. */
export async function memoryOfHistory({ pieces, inSnapshot, log }: History): Promise<number> {
  return (await sizeOfPieces(pieces.slice(0, inSnapshot))).memory + log.memory
}

/** A document, and the memory that was taken for it: the caller gives up both. */
export interface HeldDocument {
  doc: Y.Doc
  taken: TakenMemory
  /** How much was taken, in bytes. */
  memory: number
}

/** @throws Refusal documents-busy; DocumentTooHeavy */
export async function heldDocumentOf(history: History, memory: DocumentMemory): Promise<HeldDocument> {
  const bytes = await memoryOfHistory(history)
  const taken = await memory.take(bytes)
  try {
    return { doc: await documentOf(history), taken, memory: bytes }
  } catch (error) {
    taken.release()
    throw error
  }
}

export interface Admitted {
  scan: Scan
  /**
   * It has clocks that an entry before it has too. A gate lets nothing be said twice, so two nodes took them at the same
   * moment: of what differs there, the first one counts.
   */
  isContested: boolean
}

/** Takes an entry into the ledger and gives what it holds, or why it does not count. `scanned` saves a second look. */
export function admit(
  ledger: Ledger,
  { update, author }: Pick<Entry, 'update' | 'author'>,
  scanned?: Scan,
): Admitted | LeftOut['why'] {
  try {
    const scan = scanned ?? readUpdate(update)
    const fit = ledger.judge(scan, author)
    if (fit !== 'fits') return fit
    const isContested = scan.sections.some(({ client, clock }) => clock < ledger.clockOf(client))
    ledger.take(scan, author)
    return { scan, isContested }
  } catch (error) {
    if (error instanceof Malformed) return 'malformed'
    throw error
  }
}

/** What a document is built from. */
export type Buildable = Pick<History, 'pieces'> & Partial<Pick<History, 'asLogged'>>

/** The document of a history; what Yjs cannot apply is left out and told. The caller destroys it. @throws DocumentTooSlow */
export async function documentOf(history: Buildable, onUnusable?: OnUnusable): Promise<Y.Doc> {
  return (await built(history, { onUnusable })).doc
}

/** The same, with what it cost. @throws DocumentTooSlow */
export async function built({ pieces, asLogged }: Buildable, options: BuildOptions = {}): Promise<Built> {
  const rest = turns(STRETCH_MS)
  const building = buildDocument(pieces, { ...options, asLogged })
  for (;;) {
    const { done, value } = building.next()
    if (done === true) return value
    await rest()
  }
}

/**
 * A history as a snapshot keeps it: small, and cut into pieces. What was deleted is gone from it (S7), and so is what
 * cannot be applied: whoever wants to keep that throws from `onUnusable`. @throws DocumentTooSlow; Error in words
 */
export async function compactHistory(history: History, onUnusable?: OnUnusable): Promise<Uint8Array> {
  const doc = await documentOf(history, onUnusable)
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return encodeState({ ledger: history.ledger, pieces: await quickOrder(update, history.asLogged) })
}
