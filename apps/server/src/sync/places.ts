/** Where characters lie: in which type, and under which key of it. Of those that are stored, and of those that are on their way. */
import { NONE, type Struct } from '@briefboard/protocol'
import * as Y from 'yjs'

export interface Place {
  /** Names a type: a root by its name, another by the item that holds it. */
  parent: string
  /** Null in a sequence. */
  key: string | null
}

export interface Places {
  /** Null for what was collected, and so lies nowhere. */
  placeOf(client: number, clock: number): Place | null
  /** Whether a character had a neighbour on that side when it was written. */
  hasNeighbour(client: number, clock: number, side: 'left' | 'right'): boolean
  /** Whether a shared type stands there, or stood there before it was collected. */
  isType(client: number, clock: number): boolean
}

/** `find` gives the struct of a character that is not stored yet. */
export function openPlaces(find: (client: number, clock: number) => Struct | null, doc: () => Y.Doc): Places {
  const found = new Map<Struct, Place | null>()

  /** Follows neighbours until one says where it lies; all on the way lie there too. */
  function placeOf(client: number, clock: number): Place | null {
    const passed: Struct[] = []
    let place: Place | null | undefined
    while (place === undefined) {
      const struct = find(client, clock)
      if (struct === null) place = storedPlace(doc(), client, clock)
      else if (found.has(struct)) place = found.get(struct) ?? null
      else {
        passed.push(struct)
        if (struct.kind !== 'item') place = null
        else if (struct.originClient !== NONE) [client, clock] = [struct.originClient, struct.originClock]
        else if (struct.rightClient !== NONE) [client, clock] = [struct.rightClient, struct.rightClock]
        else place = { parent: parentOf(struct), key: struct.key }
      }
    }
    for (const struct of passed) found.set(struct, place)
    return place
  }

  return {
    placeOf,
    hasNeighbour(client, clock, side) {
      const struct = find(client, clock)
      if (struct !== null) {
        if (struct.kind !== 'item') return false
        return side === 'left' ? clock > struct.clock || struct.originClient !== NONE : struct.rightClient !== NONE
      }
      const item = itemAt(doc(), client, clock)
      if (item === null) return false
      return side === 'left' ? clock > item.id.clock || item.origin !== null : item.rightOrigin !== null
    },
    isType(client, clock) {
      const struct = find(client, clock)
      if (struct !== null) return struct.kind !== 'item' || (struct.isType && struct.clock === clock)
      const item = itemAt(doc(), client, clock)
      return item === null || item.content instanceof Y.ContentType || item.deleted
    },
  }
}

const parentOf = ({ root, parentClient, parentClock }: Struct): string =>
  root === null ? `${parentClient}:${parentClock}` : `/${root}`

function storedPlace(doc: Y.Doc, client: number, clock: number): Place | null {
  const item = itemAt(doc, client, clock)
  // Ids and names stand for a parent only until an item is placed; null, where it was collected.
  const parent: unknown = item?.parent
  if (item === null || !(parent instanceof Y.AbstractType)) return null
  const holder = parent._item
  return {
    parent: holder === null ? `/${Y.findRootTypeKey(parent)}` : `${holder.id.client}:${holder.id.clock}`,
    key: item.parentSub,
  }
}

export function itemAt(doc: Y.Doc, client: number, clock: number): Y.Item | null {
  if (clock >= Y.getState(doc.store, client)) return null
  const structs = doc.store.clients.get(client) ?? []
  const struct = structs[Y.findIndexSS(structs, clock)]
  return struct instanceof Y.Item ? struct : null
}
