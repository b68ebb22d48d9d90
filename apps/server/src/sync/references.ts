/**
 * How far each client must have known each other one when it wrote its items: up to the furthest character beside which
 * it had put one by then. Read from the document when somebody asks, once, and a stretch at a time.
 */
import * as Y from 'yjs'

/** So many structs are read in one go; that takes a few milliseconds. */
const STRETCH = 5000

/** By a client's clock, how far another was known from there on; both only grow. */
interface Steps {
  at: number[]
  upTo: number[]
}

interface ReadClient {
  /** Its clock up to which its items have been read. */
  upTo: number
  others: Map<number, Steps>
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
   * Tells how far others were known to whoever wrote a client's items before `upTo`. False if more of them must be read
   * than this stretch allows.
   */
  tell(client: number, upTo: number, learn: (other: number, upTo: number) => void): boolean {
    const read = this.#readOf(client)
    if (read.upTo < upTo && !this.#readOn(client, upTo, read)) return false
    for (const [other, steps] of read.others) {
      const known = knownAt(steps, upTo)
      if (known > 0) learn(other, known)
    }
    return true
  }

  #readOf(client: number): ReadClient {
    let read = this.#clients.get(client)
    if (read === undefined) this.#clients.set(client, (read = { upTo: 0, others: new Map() }))
    return read
  }

  #readOn(client: number, upTo: number, read: ReadClient): boolean {
    const { store } = this.#doc()
    const structs = store.clients.get(client) ?? []
    const end = Math.min(upTo, Y.getState(store, client))
    let index = read.upTo < end ? Y.findIndexSS(structs, read.upTo) : structs.length
    for (; read.upTo < end; index++) {
      const struct = structs[index]
      if (struct === undefined || --this.#left < 0) return false
      // What was collected lies nowhere, and tells no more of what stood beside it.
      if (struct instanceof Y.Item) noteNeighbours(client, struct, read.others)
      read.upTo = struct.id.clock + struct.length
    }
    return true
  }
}

function noteNeighbours(client: number, item: Y.Item, others: Map<number, Steps>): void {
  const { origin, rightOrigin, parent } = item
  const note = (id: Y.ID): void => {
    if (id.client !== client) noteStep(others, id, item.id.clock)
  }
  if (origin !== null) note(origin)
  if (rightOrigin !== null) note(rightOrigin)
  if (origin !== null || rightOrigin !== null) return
  const holder = parent instanceof Y.AbstractType ? parent._item : null
  if (holder !== null) note(holder.id)
}

function noteStep(others: Map<number, Steps>, { client, clock }: Y.ID, at: number): void {
  let steps = others.get(client)
  if (steps === undefined) others.set(client, (steps = { at: [], upTo: [] }))
  if (clock < (steps.upTo.at(-1) ?? 0)) return
  steps.at.push(at)
  steps.upTo.push(clock + 1)
}

/** What the last step before a clock says. */
function knownAt({ at, upTo }: Steps, clock: number): number {
  let low = 0
  let high = at.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? Infinity) < clock) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (upTo[low - 1] ?? 0)
}
