/**
 * Judges an update before it may reach the log (S3, S4): is it readable, complete, written in the sender's own name,
 * not absurdly deep, written where it says, and does it say anything new? Yjs' own decoding sees only what was scanned.
 */
import { Ledger, readUpdate } from '@briefboard/library'
import { Malformed, scanUpdate, takeOut, TooManyParts, type Scan } from '@briefboard/protocol'
import type { Author } from '@briefboard/store'
import * as Y from 'yjs'
import { Crowding } from './crowding.ts'
import { depthIn, depthKey, judgeDepth } from './depth.ts'
import { MOST_PARTS } from './edit-parts.ts'
import { judgePlacement, LOOKS, type Begun, type Fitting, type Placement } from './placement.ts'
import { References } from './references.ts'
import { saysTheSame } from './repetition.ts'
import { Tails, tailsOf, type Tail } from './tails.ts'
import { UnderWay } from './under-way.ts'
import { Walks } from './walks.ts'

export interface Accepted {
  kind: 'accept'
  /** What is new of the update, or a first part of that. */
  scan: Scan
  /** If it is only a part, the update is to be judged again for the rest when that is stored. */
  isWhole: boolean
  /** Where its items stand; of somebody's typing on, that is known. */
  news: readonly Fitting[]
  /** Over how many items of which its author did not know Yjs passes to place it. */
  passed: number
  tails: readonly Tail[]
}

export type Verdict =
  | Accepted
  /** All of it is stored already. */
  | { kind: 'known' }
  /** Nobody has written with these client ids yet. When the gate has learnt who holds them, it is to be judged again. */
  | { kind: 'unasked'; clients: readonly number[] }
  /** It can be judged when what is on its way into the log is stored, or, if `isSoon`, after the others have had their turn. */
  | { kind: 'later'; isSoon: boolean }
  | { kind: 'refuse'; code: 'malformed' | 'too-large' | 'gap' | 'not-yours' | 'document-full' }

const malformed = { kind: 'refuse', code: 'malformed' } as const
const tooLarge = { kind: 'refuse', code: 'too-large' } as const
const gap = { kind: 'refuse', code: 'gap' } as const
const documentFull = { kind: 'refuse', code: 'document-full' } as const
const notYours = { kind: 'refuse', code: 'not-yours' } as const
const known = { kind: 'known' } as const
const later = { kind: 'later', isSoon: false } as const
const soon = { kind: 'later', isSoon: true } as const

/**
 * A page takes a new client id whenever it is loaded, and each goes into every state vector from then on: all who come back
 * send all of them, and all who come read all of them.
 */
const MOST_IDS_A_PERSON = 20_000

export class Gate {
  readonly #stored: Ledger
  /** What is stored, and what is on its way into the log: the next update may build on that. */
  #ahead: Ledger
  readonly #tails = new Tails()
  readonly #references: References
  readonly #walks = new Walks()
  /** Of updates that it takes several goes to judge, as long as somebody has them to submit again. */
  readonly #begun = new WeakMap<Uint8Array, Begun>()
  /** Depths of types that are on their way. */
  readonly #depths = new Map<string, number>()
  readonly #doc: () => Y.Doc
  /** Of updates that are the first to use client ids, who holds these; null: nobody. */
  readonly #holders = new WeakMap<Uint8Array, ReadonlyMap<number, Author | null>>()
  readonly #looks: typeof LOOKS
  readonly #underWay = new UnderWay()
  readonly #crowding: Crowding

  /** `stored` goes with the log; `doc` gives the document that belongs to it. */
  constructor(stored: Ledger, doc: () => Y.Doc, { looks = LOOKS, crowding = new Crowding() } = {}) {
    this.#stored = stored
    this.#ahead = stored.copy()
    this.#doc = doc
    this.#references = new References(doc)
    this.#looks = looks
    this.#crowding = crowding
  }

  judge(update: Uint8Array, author: Author): Verdict {
    const scan = readable(update)
    if (typeof scan === 'string') return scan === 'malformed' ? malformed : tooLarge
    const fit = this.#ahead.judge(scan, author)
    if (fit !== 'fits') return fit === 'gap' ? gap : notYours
    if (this.#takesTooManyIds(scan, author)) return documentFull
    const unused = this.#unusedIn(scan)
    const holders = this.#holders.get(update)
    if (unused.some((client) => holders?.get(client) === undefined)) return { kind: 'unasked', clients: unused }
    if (unused.some((client) => (holders?.get(client) ?? author) !== author)) return notYours
    if (this.#repeatsWhatIsOnItsWay(scan)) return later
    if (!this.agrees(scan, author)) return notYours
    if (!this.#ahead.isNews(scan)) return this.#deletesAnew(scan) ? this.#acceptNew(scan, [], 0) : known
    const tail = this.#tails.continued(scan, this.#ahead.clockOf)
    if (tail !== null) return { kind: 'accept', scan, isWhole: true, news: [], passed: 0, tails: [tail] }
    const depth = judgeDepth(scan, this.#ahead.clockOf, (client, clock) => this.#depthOf(client, clock), this.#depths)
    if (depth !== 'fine') return depth === 'too-deep' ? malformed : later
    const standing = {
      ahead: this.#ahead.clockOf,
      stored: this.#stored.clockOf,
      doc: this.#doc(),
      references: this.#references,
      walks: this.#walks,
      underWay: this.#underWay,
      mostPassed: this.#crowding.most,
      begun: this.#begun.get(update) ?? null,
      looks: this.#looks,
    }
    const placement = judgePlacement(scan, standing)
    if (placement.begun === null) this.#begun.delete(update)
    else this.#begun.set(update, placement.begun)
    return this.#verdictOn(scan, placement)
  }

  /** Whether an update would change nothing. What brings anything new is not even read: whoever asks may not write. */
  holds(update: Uint8Array): boolean {
    try {
      const scan = scanUpdate(update, MOST_PARTS)
      if (this.#ahead.isNews(scan)) return false
    } catch (error) {
      if (error instanceof Malformed) return false
      throw error
    }
    return this.judge(update, '').kind === 'known'
  }

  #verdictOn(scan: Scan, { fit, fitting, passed }: Placement): Verdict {
    switch (fit) {
      case 'never':
        return malformed
      case 'unread':
        return soon
      case 'crowded':
        return documentFull
      case 'overlaps':
        // The answer to a state vector begins where that ends.
        return gap
      case 'later':
        return fitting.length === 0 ? later : accept(scanUpdate(takeOut(scan, fitting, [])), fitting, passed, false)
      case 'fits':
        return this.#acceptNew(scan, fitting, passed)
      default:
        return fit satisfies never
    }
  }

  /** What was known before might be told otherwise now: so that the log says everything once, only the new goes there. */
  #acceptNew(scan: Scan, news: readonly Fitting[], passed: number): Verdict {
    const isAllNew = scan.sections.every(({ client, clock }) => clock >= this.#ahead.clockOf(client))
    const isAsItIs = isAllNew && news.every(({ keep }) => keep === 'all')
    return accept(isAsItIs ? scan : scanUpdate(takeOut(scan, news, scan.deleted)), news, passed, true)
  }

  /** An update was found to be the first to use `clients`; those of them that are held are in `holders`. */
  learn(update: Uint8Array, clients: readonly number[], holders: ReadonlyMap<number, Author>): void {
    this.#holders.set(update, new Map(clients.map((client) => [client, holders.get(client) ?? null])))
  }

  /** An accepted update is on its way into the log. */
  pass({ scan, news, passed, tails }: Accepted, author: Author): void {
    this.#tails.take(tails)
    this.#underWay.add(scan, news)
    this.#crowding.add(passed)
    this.#ahead.take(scan, author)
  }

  /** An update has come from the log. */
  take(scan: Scan, author: Author): void {
    this.#underWay.arrived(scan)
    this.#ahead.take(scan, author)
  }

  /** Nothing is on its way any more. */
  settled(): void {
    this.#depths.clear()
    this.#underWay.clear()
  }

  /** Something that was on its way did not count in the end: begins again with what is stored and what is still to come. */
  reset(onTheWay: Iterable<{ scan: Scan; author: Author }>): void {
    this.#ahead = this.#stored.copy()
    this.#tails.clear()
    this.#walks.clear()
    this.#underWay.clear()
    for (const { scan, author } of onTheWay) this.#ahead.take(scan, author)
  }

  /** Whether what an update repeats of known clocks is what is stored there. Where it does not agree, words would be lost. */
  agrees(scan: Scan, author: Author): boolean {
    if (!scan.sections.some(({ client, clock }) => clock < this.#stored.clockOf(client))) return true
    return saysTheSame(scan, {
      known: this.#stored.clockOf,
      doc: this.#doc(),
      isOwn: (client) => this.#stored.owners.get(client) === author,
    })
  }

  /** It can be compared with that, and is safe, only when that is stored. */
  #repeatsWhatIsOnItsWay({ sections }: Scan): boolean {
    return sections.some(({ client, clock, end }) => {
      const ahead = this.#ahead.clockOf(client)
      return clock < ahead && Math.min(end, ahead) > this.#stored.clockOf(client)
    })
  }

  /** Client ids that nobody has written with yet. */
  #unusedIn({ sections }: Scan): number[] {
    return sections.flatMap(({ client }) => (this.#ahead.owners.has(client) ? [] : [client]))
  }

  #takesTooManyIds(scan: Scan, author: Author): boolean {
    return (
      scan.sections.some(({ client }) => !this.#ahead.owners.has(client)) &&
      this.#ahead.idsAfter(scan, author) > MOST_IDS_A_PERSON
    )
  }

  #depthOf(client: number, clock: number): number | null {
    return this.#depths.get(depthKey(client, clock)) ?? depthIn(this.#doc(), client, clock)
  }

  /** Whether an update deletes parts of items, and not only whole ones. */
  cuts({ deleted }: Scan): boolean {
    return deleted.some(
      ({ client, clock, length }) =>
        !isBorder(this.#doc(), client, clock) || !isBorder(this.#doc(), client, clock + length),
    )
  }

  #deletesAnew({ deleted }: Scan): boolean {
    return deleted.some(({ client, clock, length }) => !isDeletedIn(this.#doc(), client, clock, length))
  }
}

function accept(scan: Scan, news: readonly Fitting[], passed: number, isWhole: boolean): Accepted {
  return { kind: 'accept', scan, isWhole, news, passed, tails: tailsOf(news) }
}

function readable(update: Uint8Array): Scan | 'malformed' | 'too-large' {
  try {
    return readUpdate(update, MOST_PARTS)
  } catch (error) {
    if (error instanceof TooManyParts) return 'too-large'
    if (error instanceof Malformed) return 'malformed'
    throw error
  }
}

/** Whether no struct goes across this clock. */
function isBorder({ store }: Y.Doc, client: number, clock: number): boolean {
  const structs = store.clients.get(client) ?? []
  if (clock >= Y.getState(store, client)) return true
  return structs[Y.findIndexSS(structs, clock)]?.id.clock === clock
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
