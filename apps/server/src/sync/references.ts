/**
 * How far each client must have known each other one when it wrote its items: up to the furthest character beside which
 * it had put one by then. Read from the document when somebody asks, once, and told a stretch at a time.
 */
import * as Y from 'yjs'

/** So much is read and told in one go; that takes a few milliseconds. */
const STRETCH = 20_000
/** What it takes to read a struct, where to tell of a client takes 1. */
const READ = 4

/** By a client's clock, how far another was known from there on; both only grow. */
interface Steps {
  at: number[]
  upTo: number[]
}

interface ReadClient {
  /** Its clock up to which its items have been read. */
  upTo: number
  others: Map<number, Steps>
  /** Of whom more was known from which of its clocks on; these only grow. */
  news: { at: number[]; others: number[] }
}

/** A client's clocks from one on and before another. */
interface Clocks {
  from: number
  upTo: number
}

export class References {
  readonly #doc: () => Y.Doc
  readonly #clients = new Map<number, ReadClient>()
  #left = 0

  constructor(doc: () => Y.Doc) {
    this.#doc = doc
  }

  /** Allows another stretch to be read. */
  begin(): void {
    this.#left = STRETCH
  }

  /**
   * Tells how far others were known to whoever wrote a client's items before `upTo`, if something of that was new from
   * `from` on. Takes no longer than there are clients, nor than there was news. False, and nothing is told, if this
   * stretch does not allow for it.
   */
  tell(client: number, { from, upTo }: Clocks, learn: (other: number, upTo: number) => void): boolean {
    const read = this.#readOf(client)
    if (this.#left <= 0 || (read.upTo < upTo && !this.#readOn(client, upTo, read))) return false
    const { at, others } = read.news
    const [first, end] = [indexOf(at, from), indexOf(at, upTo)]
    const told = end - first < read.others.size ? new Set(others.slice(first, end)) : read.others.keys()
    for (const other of told) {
      const known = knownAt(read.others.get(other), upTo)
      if (known > 0) learn(other, known)
    }
    this.#left -= 1 + Math.min(end - first, read.others.size)
    return true
  }

  #readOf(client: number): ReadClient {
    let read = this.#clients.get(client)
    if (read === undefined)
      this.#clients.set(client, (read = { upTo: 0, others: new Map(), news: { at: [], others: [] } }))
    return read
  }

  #readOn(client: number, upTo: number, read: ReadClient): boolean {
    const { store } = this.#doc()
    const structs = store.clients.get(client) ?? []
    const end = Math.min(upTo, Y.getState(store, client))
    let index = read.upTo < end ? Y.findIndexSS(structs, read.upTo) : structs.length
    for (; read.upTo < end; index++) {
      const struct = structs[index]
      this.#left -= READ
      if (struct === undefined || this.#left < 0) return false
      // What was collected lies nowhere, and tells no more of what stood beside it.
      if (struct instanceof Y.Item) noteNeighbours(client, struct, read)
      read.upTo = struct.id.clock + struct.length
    }
    return true
  }
}

function noteNeighbours(client: number, item: Y.Item, read: ReadClient): void {
  const { origin, rightOrigin, parent } = item
  const note = (id: Y.ID): void => {
    if (id.client !== client) noteStep(read, id, item.id.clock)
  }
  if (origin !== null) note(origin)
  if (rightOrigin !== null) note(rightOrigin)
  if (origin !== null || rightOrigin !== null) return
  const holder = parent instanceof Y.AbstractType ? parent._item : null
  if (holder !== null) note(holder.id)
}

function noteStep({ others, news }: ReadClient, { client, clock }: Y.ID, at: number): void {
  let steps = others.get(client)
  if (steps === undefined) others.set(client, (steps = { at: [], upTo: [] }))
  if (clock < (steps.upTo.at(-1) ?? 0)) return
  steps.at.push(at)
  steps.upTo.push(clock + 1)
  news.at.push(at)
  news.others.push(client)
}

/** What the last step before a clock says. */
function knownAt(steps: Steps | undefined, clock: number): number {
  return steps?.upTo[indexOf(steps.at, clock) - 1] ?? 0
}

/** The index of the first that is not less. */
function indexOf(clocks: readonly number[], clock: number): number {
  let low = 0
  let high = clocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((clocks[middle] ?? Infinity) < clock) low = middle + 1
    else high = middle
  }
  return low
}
