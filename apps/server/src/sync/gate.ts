/**
 * Judges an update before it may reach the log (S3, S4): is it readable, complete, written in the sender's own name,
 * not absurdly deep, and does it say anything new? Nothing of Yjs' own decoding is used on it.
 */
import { Ledger } from '@briefboard/library'
import { Malformed, scanUpdate, type Scan, type Struct } from '@briefboard/protocol'
import type { Author } from '@briefboard/store'
import * as Y from 'yjs'
import { depthIn, depthKey, judgeDepth, structAt } from './depth.ts'
import { areInOrder } from './neighbours.ts'

export type Verdict =
  | { kind: 'accept'; scan: Scan }
  /** All of it is known already, or on its way into the log. */
  | { kind: 'known' }
  | { kind: 'refuse'; code: 'malformed' | 'gap' | 'not-yours' }

const malformed = { kind: 'refuse', code: 'malformed' } as const
const gap = { kind: 'refuse', code: 'gap' } as const
const notYours = { kind: 'refuse', code: 'not-yours' } as const
const known = { kind: 'known' } as const

export class Gate {
  /** What is stored, and what is on its way into the log: the next update may build on that. */
  #ahead: Ledger
  readonly #onTheWay = new Set<Scan>()
  /** Depths of types that are on their way. */
  readonly #depths = new Map<string, number>()
  readonly #doc: () => Y.Doc
  readonly #personOf: (client: number) => Author | null

  /** `doc` gives what is stored, `personOf` whose client id it is among those who are here and may not have written yet. */
  constructor(stored: Ledger, doc: () => Y.Doc, personOf: (client: number) => Author | null) {
    this.#ahead = stored.copy()
    this.#doc = doc
    this.#personOf = personOf
  }

  judge(update: Uint8Array, author: Author): Verdict {
    const scan = readable(update)
    if (scan === null) return malformed
    if (scan.sections.some(({ client }) => this.#isReserved(client, author))) return notYours
    const fit = this.#ahead.judge(scan, author)
    if (fit !== 'fits') return fit === 'gap' ? gap : notYours
    const isNews = this.#ahead.isNews(scan)
    if (!isNews) return this.#deletesAnew(scan) ? { kind: 'accept', scan } : known
    const depth = judgeDepth(scan, this.#ahead.clockOf, (client, clock) => this.#depthOf(client, clock), this.#depths)
    if (depth === 'too-deep') return malformed
    // It lies beside something whose place is known only when that is stored; by the time it comes again, it is.
    if (depth === 'unknown') return gap
    const onTheWay = (client: number, clock: number): Struct | null => this.#findOnTheWay(client, clock)
    return areInOrder(scan, this.#ahead.clockOf, this.#doc, onTheWay) ? { kind: 'accept', scan } : malformed
  }

  /** An accepted update is on its way into the log. */
  pass(scan: Scan, author: Author): void {
    this.#ahead.take(scan, author)
    this.#onTheWay.add(scan)
  }

  /** An update has come from the log. */
  take(scan: Scan, author: Author): void {
    this.#onTheWay.delete(scan)
    this.#ahead.take(scan, author)
  }

  /** Nothing is on its way any more. */
  settled(): void {
    this.#depths.clear()
    this.#onTheWay.clear()
  }

  /** Something that was on its way did not count in the end: begins again with what is stored and what is still to come. */
  reset(stored: Ledger, onTheWay: Iterable<{ scan: Scan; author: Author }>): void {
    this.#ahead = stored.copy()
    this.#onTheWay.clear()
    for (const { scan, author } of onTheWay) this.pass(scan, author)
  }

  /** Nobody has written with it yet, and somebody else is here under it. */
  #isReserved(client: number, author: Author): boolean {
    if (this.#ahead.owners.has(client)) return false
    const person = this.#personOf(client)
    return person !== null && person !== author
  }

  #findOnTheWay(client: number, clock: number): Struct | null {
    for (const { sections } of this.#onTheWay) {
      const section = sections.find((one) => one.client === client && clock >= one.clock && clock < one.end)
      if (section !== undefined) return structAt(section, clock)
    }
    return null
  }

  #depthOf(client: number, clock: number): number | null {
    return this.#depths.get(depthKey(client, clock)) ?? depthIn(this.#doc(), client, clock)
  }

  #deletesAnew({ deleted }: Scan): boolean {
    return deleted.some(({ client, clock, length }) => !isDeletedIn(this.#doc(), client, clock, length))
  }
}

function readable(update: Uint8Array): Scan | null {
  try {
    return scanUpdate(update)
  } catch (error) {
    if (error instanceof Malformed) return null
    throw error
  }
}

/** Whether every struct of the range is deleted in the document. */
function isDeletedIn(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const end = clock + length
  if (end > Y.getState(doc.store, client)) return false
  const structs = doc.store.clients.get(client) ?? []
  for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
    const struct = structs[index]
    if (struct === undefined || struct.id.clock >= end) break
    if (!struct.deleted) return false
  }
  return true
}
