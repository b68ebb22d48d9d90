/**
 * Judges an update before it may reach the log (S3, S4): is it readable, complete, written in the sender's own name,
 * not absurdly deep, written where it says, and does it say anything new? Nothing of Yjs' own decoding is used on it.
 */
import { Ledger } from '@briefboard/library'
import { Malformed, scanUpdate, takeOut, type Scan } from '@briefboard/protocol'
import type { Author } from '@briefboard/store'
import * as Y from 'yjs'
import { depthIn, depthKey, judgeDepth } from './depth.ts'
import { judgePlacement, type Fitting, type Placement } from './placement.ts'
import { References } from './references.ts'
import { Tails, tailsOf, type Tail } from './tails.ts'

export interface Accepted {
  kind: 'accept'
  /** What is new of the update, or a first part of that. */
  scan: Scan
  /** If it is only a part, the update is to be judged again for the rest when that is stored. */
  isWhole: boolean
  tails: readonly Tail[]
}

export type Verdict =
  | Accepted
  /** All of it is known already, or on its way into the log. */
  | { kind: 'known' }
  /** It can be judged when what is on its way into the log is stored, or, if `isSoon`, after the others have had their turn. */
  | { kind: 'later'; isSoon: boolean }
  | { kind: 'refuse'; code: 'malformed' | 'gap' | 'not-yours' }

const malformed = { kind: 'refuse', code: 'malformed' } as const
const gap = { kind: 'refuse', code: 'gap' } as const
const notYours = { kind: 'refuse', code: 'not-yours' } as const
const known = { kind: 'known' } as const
const later = { kind: 'later', isSoon: false } as const
const soon = { kind: 'later', isSoon: true } as const

export class Gate {
  readonly #stored: Ledger
  /** What is stored, and what is on its way into the log: the next update may build on that. */
  #ahead: Ledger
  readonly #tails = new Tails()
  readonly #references: References
  /** Depths of types that are on their way. */
  readonly #depths = new Map<string, number>()
  readonly #doc: () => Y.Doc
  readonly #personOf: (client: number) => Author | null

  /**
   * `stored` goes with the log; `doc` gives the document that belongs to it; `personOf` tells whose client id it is among
   * those who are here and may not have written yet.
   */
  constructor(stored: Ledger, doc: () => Y.Doc, personOf: (client: number) => Author | null) {
    this.#stored = stored
    this.#ahead = stored.copy()
    this.#doc = doc
    this.#references = new References(doc)
    this.#personOf = personOf
  }

  judge(update: Uint8Array, author: Author): Verdict {
    const scan = readable(update)
    if (scan === null) return malformed
    if (scan.sections.some(({ client }) => this.#isReserved(client, author))) return notYours
    const fit = this.#ahead.judge(scan, author)
    if (fit !== 'fits') return fit === 'gap' ? gap : notYours
    if (!this.#ahead.isNews(scan)) return this.#deletesAnew(scan) ? this.#acceptNew(scan, []) : known
    const tail = this.#tails.continued(scan, this.#ahead.clockOf)
    if (tail !== null) return { kind: 'accept', scan, isWhole: true, tails: [tail] }
    const depth = judgeDepth(scan, this.#ahead.clockOf, (client, clock) => this.#depthOf(client, clock), this.#depths)
    if (depth !== 'fine') return depth === 'too-deep' ? malformed : later
    const standing = {
      ahead: this.#ahead.clockOf,
      stored: this.#stored.clockOf,
      doc: this.#doc(),
      references: this.#references,
    }
    return this.#verdictOn(scan, judgePlacement(scan, standing))
  }

  #verdictOn(scan: Scan, { fit, fitting }: Placement): Verdict {
    switch (fit) {
      case 'never':
        return malformed
      case 'unread':
        return soon
      case 'overlaps':
        // The answer to a state vector begins where that ends.
        return gap
      case 'later':
        return fitting.length === 0 ? later : accept(scanUpdate(takeOut(scan, fitting, [])), fitting, false)
      case 'fits':
        return this.#acceptNew(scan, fitting)
      default:
        return fit satisfies never
    }
  }

  /** What was known before might be told otherwise now: so that the log says everything once, only the new goes there. */
  #acceptNew(scan: Scan, news: readonly Fitting[]): Verdict {
    const isAllNew = scan.sections.every(({ client, clock }) => clock >= this.#ahead.clockOf(client))
    const isAsItIs = isAllNew && !news.some(({ asGarbage }) => asGarbage)
    return accept(isAsItIs ? scan : scanUpdate(takeOut(scan, news, scan.deleted)), news, true)
  }

  /** An accepted update is on its way into the log. */
  pass({ scan, tails }: Accepted, author: Author): void {
    this.#tails.take(tails)
    this.#ahead.take(scan, author)
  }

  /** An update has come from the log. */
  take(scan: Scan, author: Author): void {
    this.#ahead.take(scan, author)
  }

  /** Nothing is on its way any more. */
  settled(): void {
    this.#depths.clear()
  }

  /** Something that was on its way did not count in the end: begins again with what is stored and what is still to come. */
  reset(onTheWay: Iterable<{ scan: Scan; author: Author }>): void {
    this.#ahead = this.#stored.copy()
    this.#tails.clear()
    for (const { scan, author } of onTheWay) this.#ahead.take(scan, author)
  }

  /** Nobody has written with it yet, and somebody else is here under it. */
  #isReserved(client: number, author: Author): boolean {
    if (this.#ahead.owners.has(client)) return false
    const person = this.#personOf(client)
    return person !== null && person !== author
  }

  #depthOf(client: number, clock: number): number | null {
    return this.#depths.get(depthKey(client, clock)) ?? depthIn(this.#doc(), client, clock)
  }

  #deletesAnew({ deleted }: Scan): boolean {
    return deleted.some(({ client, clock, length }) => !isDeletedIn(this.#doc(), client, clock, length))
  }
}

function accept(scan: Scan, news: readonly Fitting[], isWhole: boolean): Accepted {
  return { kind: 'accept', scan, isWhole, tails: tailsOf(news) }
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
