/**
 * Whether an update's items can have been written where they say. An editor puts an item between two neighbours that
 * stand side by side before the author's eyes; so nothing that the author must have known stands between them. Of such
 * items every copy makes the same document, in whatever order it hears of them. Any others, made by hand, end in another
 * place in each copy, or cannot be placed at all.
 */
import { DELETED, NONE, visitInOrder, type KnownClock, type Scan, type Struct, type Taken } from '@briefboard/protocol'
import type * as Y from 'yjs'
import { AuthorsView, type Fit, type Looks } from './authors-view.ts'
import { structAt } from './depth.ts'
import { Past } from './past.ts'
import { Places, type Place } from './places.ts'
import type { References } from './references.ts'
import type { UnderWay } from './under-way.ts'
import type { Walks } from './walks.ts'

/** What the items are held against. */
export interface Standing {
  /** How far each client is, with what is on its way into the log. */
  ahead: KnownClock
  /** How far each client is in the document. */
  stored: KnownClock
  doc: Y.Doc
  references: References
  walks: Walks
  underWay: UnderWay
  /** Over how many items of which their authors did not know Yjs may pass to place these. */
  mostPassed: number
  /** What the last go on this update has found out, if that was not enough. */
  begun: Begun | null
  /** How many of them are passed in one go: so many, and so many more for each item. */
  looks: typeof LOOKS
}

/** What the author of one client's new items, from a clock on, must have known when he wrote the first of them. */
export interface Begun {
  client: number
  from: number
  past: Past
}

export interface Placement {
  /**
   * `later`: only the first structs fit so far; the others can be judged when these, and what is on its way, are stored.
   * `overlaps`: one of them is known in part, and might say something else of that part.
   */
  fit: Fit | 'overlaps'
  /** What is new and fits, each after all that it hangs on. */
  fitting: Fitting[]
  /** Over how many items of which their authors did not know Yjs passes to place them. */
  passed: number
  /** Where not even the first of them could be judged in this go, what the next one goes on with. */
  begun: Begun | null
}

/** What stands beside something collected has no place: of it the clocks are kept, as every copy would in time. */
export interface Fitting extends Taken {
  place: Place | null
}

/** Between two neighbours stands what others wrote at the same time. Where that is more, the update goes in parts, or waits. */
export const LOOKS = { atOnce: 50_000, anItem: 10 }

export function judgePlacement(scan: Scan, standing: Standing): Placement {
  standing.references.begin()
  const judge = new Judge(scan, standing)
  const placement: Placement = { fit: 'fits', fitting: [], passed: 0, begun: null }
  visitInOrder(scan, standing.ahead, (struct, client) => {
    if (placement.fit !== 'fits' || struct.clock + struct.length <= standing.ahead(client)) return
    const place = judge.placeFor(struct, client)
    if (place === null || typeof place !== 'string') {
      placement.fitting.push({ struct, client, place, keep: keepOf(struct, place) })
      // What fits so far is stored first: to look at it again would take as long again.
    } else if (place === 'unread' && placement.fitting.length > 0) placement.fit = 'later'
    else {
      placement.fit = place
      if (place === 'unread') placement.begun = judge.begunFor(client)
    }
  })
  placement.passed = judge.passed
  return placement
}

/**
 * Under a key each value takes the place of the one before. Several in one item are values that its author has replaced since
 * and keeps for undo; that they are deleted is told elsewhere in the update, or in another one, and until then Yjs would fail
 * where such an item is cut.
 */
function keepOf({ kind, length, content }: Struct, place: Place | null): Taken['keep'] {
  if (kind !== 'item') return 'all'
  if (place === null) return 'clocks'
  return place.key !== null && length > 1 && content !== DELETED ? 'place' : 'all'
}

class Judge {
  readonly #standing: Standing
  readonly #places: Places
  readonly #looks: Looks
  readonly #views = new Map<number, AuthorsView>()
  readonly #pasts = new Map<number, Past>()

  constructor({ sections }: Scan, standing: Standing) {
    const byClient = new Map(sections.map((section) => [section.client, section]))
    this.#standing = standing
    this.#places = new Places((client, clock) => {
      return clock < standing.ahead(client) ? null : structAt(byClient.get(client), clock)
    }, standing.doc)
    const { walks, looks, underWay, mostPassed } = standing
    this.#looks = {
      ...{ walks, underWay, passed: 0, most: mostPassed },
      left: sections.reduce((sum, { structs }) => sum + structs.length * looks.anItem, looks.atOnce),
    }
  }

  get passed(): number {
    return this.#looks.passed
  }

  /** Where a new struct lies, or why it does not fit. */
  placeFor(struct: Struct, client: number): Place | null | Exclude<Placement['fit'], 'fits'> {
    const { ahead, stored } = this.#standing
    const from = ahead(client)
    if (from > stored(client) || !this.#isWithinReach(struct, client)) return 'later'
    if (struct.clock < from) return 'overlaps'
    if (struct.kind !== 'item') return null
    const place = this.#places.placeFor(struct)
    if (place === 'nowhere') return 'never'
    if (place === null) return null
    const fit = this.#viewOf(client).put(struct, place)
    return fit === 'fits' ? place : fit
  }

  /** Whether all that it names is stored, or the same client's; another's new items are judged before. */
  #isWithinReach(struct: Struct, client: number): boolean {
    const { ahead, stored } = this.#standing
    const isReached = (other: number, clock: number): boolean =>
      other === NONE || clock < stored(other) || (other === client && clock >= ahead(client))
    return (
      isReached(struct.originClient, struct.originClock) &&
      isReached(struct.rightClient, struct.rightClock) &&
      isReached(struct.parentClient, struct.parentClock)
    )
  }

  #viewOf(client: number): AuthorsView {
    let view = this.#views.get(client)
    if (view === undefined) {
      const { ahead, doc } = this.#standing
      view = new AuthorsView(client, ahead(client), this.#pastOf(client), doc, this.#looks)
      this.#views.set(client, view)
    }
    return view
  }

  #pastOf(client: number): Past {
    const { ahead, begun, references } = this.#standing
    const past = begun?.client === client && begun.from === ahead(client) ? begun.past : new Past(references)
    this.#pasts.set(client, past)
    return past
  }

  begunFor(client: number): Begun | null {
    const past = this.#pasts.get(client)
    return past === undefined ? null : { client, from: this.#standing.ahead(client), past }
  }
}
