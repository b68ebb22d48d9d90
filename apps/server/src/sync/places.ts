/** Where characters lie: in which type, and under which key of it. Of those that are stored, and of those that an update brings. */
import { NONE, TYPE, type Struct } from '@briefboard/protocol'
import * as Y from 'yjs'

export interface Place {
  /** Names the type: a root by its name, another by the item that holds it. */
  root: string | null
  client: number
  clock: number
  /** Null in a sequence. */
  key: string | null
}

export const isSamePlace = (one: Place, two: Place): boolean =>
  one.root === two.root && one.client === two.client && one.clock === two.clock && one.key === two.key

/** The struct of a character that an update brings; null of one that is stored. */
export type FindNew = (client: number, clock: number) => Struct | null

export class Places {
  readonly #findNew: FindNew
  readonly #doc: Y.Doc
  readonly #found = new Map<Struct, Place | null>()

  constructor(findNew: FindNew, doc: Y.Doc) {
    this.#findNew = findNew
    this.#doc = doc
  }

  /** Follows neighbours until one says where it lies. Null for what was collected, and so lies nowhere. */
  placeOf(client: number, clock: number): Place | null {
    const passed: Struct[] = []
    let place: Place | null | undefined
    while (place === undefined) {
      const struct = this.#findNew(client, clock)
      if (struct === null) place = storedPlace(this.#doc, client, clock)
      else if (this.#found.has(struct)) place = this.#found.get(struct) ?? null
      else {
        passed.push(struct)
        if (struct.kind !== 'item') place = null
        else if (struct.originClient !== NONE) [client, clock] = [struct.originClient, struct.originClock]
        else if (struct.rightClient !== NONE) [client, clock] = [struct.rightClient, struct.rightClock]
        else place = placeUnder(struct)
      }
    }
    for (const struct of passed) this.#found.set(struct, place)
    return place
  }

  /**
   * Where an item lies by what it says itself. `nowhere`: it cannot lie anywhere. Null: it stands beside what was
   * collected, or under it; all copies drop it alike.
   */
  placeFor(struct: Struct): Place | null | 'nowhere' {
    const { originClient, originClock, rightClient, rightClock, parentClient, parentClock } = struct
    if (parentClient !== NONE && !this.#isType(parentClient, parentClock)) return 'nowhere'
    if (originClient === NONE && rightClient === NONE) return placeUnder(struct)
    const left = originClient === NONE ? undefined : this.placeOf(originClient, originClock)
    const right = rightClient === NONE ? undefined : this.placeOf(rightClient, rightClock)
    // Under a key the newest stands last: nothing is ever written before another.
    if (right !== undefined && right !== null && right.key !== null) return 'nowhere'
    if (left === undefined || right === undefined) return left ?? right ?? null
    // What lay side by side was collected together.
    if (left === null || right === null) return left === right ? null : 'nowhere'
    return isSamePlace(left, right) ? left : 'nowhere'
  }

  /** Whether a shared type stands there, or stood there before it was collected. */
  #isType(client: number, clock: number): boolean {
    const struct = this.#findNew(client, clock)
    if (struct !== null) return struct.kind !== 'item' || (struct.content === TYPE && struct.clock === clock)
    const item = itemAt(this.#doc, client, clock)
    return item === null || item.content instanceof Y.ContentType || item.deleted
  }
}

const placeUnder = ({ root, parentClient, parentClock, key }: Struct): Place => ({
  root,
  client: parentClient,
  clock: parentClock,
  key,
})

function storedPlace(doc: Y.Doc, client: number, clock: number): Place | null {
  const item = itemAt(doc, client, clock)
  // Ids and names stand for a parent only until an item is placed; null, where it was collected.
  const parent: unknown = item?.parent
  if (item === null || !(parent instanceof Y.AbstractType)) return null
  const key = item.parentSub
  const holder = parent._item
  if (holder === null) return { root: Y.findRootTypeKey(parent), client: NONE, clock: NONE, key }
  return { root: null, ...holder.id, key }
}

export function itemAt(doc: Y.Doc, client: number, clock: number): Y.Item | null {
  if (clock >= Y.getState(doc.store, client)) return null
  const structs = doc.store.clients.get(client) ?? []
  const struct = structs[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item ? struct : null
}

/** What stands leftmost in a place; null if nothing does, or if its type is gone. */
export function firstOf(doc: Y.Doc, { root, client, clock, key }: Place): Y.Item | null {
  const content = root === null ? itemAt(doc, client, clock)?.content : null
  const type = root === null ? (content instanceof Y.ContentType ? content.type : undefined) : doc.share.get(root)
  if (type === undefined) return null
  if (key === null) return type._start
  let item = type._map.get(key) ?? null
  while (item !== null && item.left !== null) item = item.left
  return item
}
