/**
 * A room's history: which of the logged updates count, in an order in which each builds on those before it, and whose
 * they are. Read the same way by every node, by compaction and by the command line.
 */
import { joinUpdates, Malformed, scanUpdate, splitUpdate, type Scan } from '@briefboard/protocol'
import type { Author, Entry, Loaded } from '@briefboard/store'
import * as Y from 'yjs'
import { Ledger } from './ledger.ts'
import { decodeState, encodeState } from './state.ts'
import { turns } from './turns.ts'

export interface History {
  ledger: Ledger
  /** Yjs v1 updates in causal order. */
  pieces: Uint8Array[]
  /** Entries that are in the log and do not count, and why. (S4, S16) */
  leftOut: LeftOut[]
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

/** A document is built in steps of this size; where it is all single letters, one takes some 30 ms. */
const STEP_BYTES = 64 * 1024

/** Reading goes on for so long before others have their turn. */
const STRETCH_MS = 10

export async function readHistory({ snapshot, entries }: Loaded): Promise<History> {
  const { ledger, pieces } = snapshot === null ? { ledger: new Ledger(), pieces: [] } : decodeState(snapshot.state)
  const history: History = { ledger, pieces: [], leftOut: [] }
  const scans: Scan[] = []
  const rest = turns(STRETCH_MS)
  for (const entry of entries) {
    const scan = admit(ledger, entry)
    if (typeof scan === 'string') history.leftOut.push({ position: entry.position, author: entry.author, why: scan })
    else scans.push(scan)
    await rest()
  }
  history.pieces = pieces
  for (const update of joinUpdates(scans, PIECE_BYTES)) {
    for (const piece of splitUpdate(update, MOST_PIECE_BYTES)) history.pieces.push(piece)
    await rest()
  }
  return history
}

/** Takes an entry into the ledger and gives what it holds, or why it does not count. `scanned` saves a second look. */
export function admit(
  ledger: Ledger,
  { update, author }: Pick<Entry, 'update' | 'author'>,
  scanned?: Scan,
): Scan | LeftOut['why'] {
  try {
    const scan = scanned ?? scanUpdate(update)
    const fit = ledger.judge(scan, author)
    if (fit !== 'fits') return fit
    ledger.take(scan, author)
    return scan
  } catch (error) {
    if (error instanceof Malformed) return 'malformed'
    throw error
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

/** The document of a history. The caller destroys it. */
export async function documentOf({ pieces }: Pick<History, 'pieces'>): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const rest = turns(STRETCH_MS)
  for (const piece of pieces) {
    for (const step of splitUpdate(piece, STEP_BYTES)) {
      applyStored(doc, step)
      await rest()
    }
  }
  return doc
}

/** A history as a snapshot keeps it: small, and cut into pieces. What was deleted is gone from it. (S7) */
export async function compactHistory(history: History): Promise<Uint8Array> {
  const doc = await documentOf(history)
  try {
    return encodeState({ ledger: history.ledger, pieces: splitUpdate(Y.encodeStateAsUpdate(doc), PIECE_BYTES) })
  } finally {
    doc.destroy()
  }
}
