/**
 * Writes a document of schema 1 anew, as an update: what stands in the tree stands in a text, in order, under the identity that
 * it had, so that positions and authors stay what they are; of what was deleted there, nothing is left; all else of the
 * document is as it was.
 *
 * Yjs gives an item its place by its two neighbours at the time when it was written, who are known to its author. So this
 * says for all items in which order somebody could have written them (client by client, each in the order of its clocks),
 * and which neighbours each had then. That is a sound history, and every copy makes the same text of it.
 */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { ROOTS } from '../schema.ts'
import type { Steps } from '../steps.ts'
import { FORMAT_KEYS, type Piece } from './tree-as-text.ts'

export interface Written {
  update: Uint8Array
  /** Clients that were made for what had no identity, and for each one of its author's. */
  made: ReadonlyMap<number, number>
}

interface Struct {
  clock: number
  length: number
  write(encoder: Y.UpdateEncoderV1): void
}

interface Placed extends Piece {
  id: Y.ID
  length: number
  left: Y.ID | null
  right: Y.ID | null
}

const ITEMS_A_STEP = 1000

/** `personOf` says whose a client is, or that nobody knows: one new client is made for each person. */
export function* writtenAnew(
  doc: Y.Doc,
  pieces: readonly Piece[],
  personOf: (client: number) => string,
): Steps<Written> {
  const text = doc.share.get(ROOTS.assessment)
  // Where somebody has gone on in the new form already, the old words come before that, as others read them.
  const first = text?._start ?? null
  const clients = new FreshClients(doc, personOf)
  const placed = yield* withPlaces(pieces, { clients, keepsIds: first === null, end: first?.id ?? null })
  const structs = new Map<number, Struct[]>()
  yield* keep(doc, placed, structs, first === null)
  for (const piece of placed) {
    if (first !== null || !piece.isSame) push(structs, piece.id.client, structOf(piece))
  }
  yield
  for (const piece of placed)
    for (const [key, value] of piece.entries) {
      const id = clients.next(piece.from.id.client, 1)
      push(structs, id.client, item(id, { parent: piece.id, key, content: new Y.ContentAny([value]) }))
    }
  return { update: encoded(structs), made: clients.made }
}

class FreshClients {
  /** By who they are made for, how far each is. */
  readonly #clocks = new Map<string, Y.ID>()
  readonly made = new Map<number, number>()
  readonly #doc: Y.Doc
  readonly #personOf: (client: number) => string

  constructor(doc: Y.Doc, personOf: (client: number) => string) {
    this.#doc = doc
    this.#personOf = personOf
  }

  next(client: number, length: number): Y.ID {
    const person = this.#personOf(client)
    const { client: fresh, clock } = this.#clocks.get(person) ?? this.#begin(client)
    this.#clocks.set(person, Y.createID(fresh, clock + length))
    return Y.createID(fresh, clock)
  }

  #begin(client: number): Y.ID {
    let fresh: number
    do fresh = new Y.Doc().clientID
    while (this.#doc.store.clients.has(fresh) || this.made.has(fresh))
    this.made.set(fresh, client)
    return Y.createID(fresh, 0)
  }
}

/** `end`: what stands behind all of them. */
function* withPlaces(
  pieces: readonly Piece[],
  { clients, keepsIds, end }: { clients: FreshClients; keepsIds: boolean; end: Y.ID | null },
): Steps<Placed[]> {
  const placed = pieces.map((piece): Placed => {
    const length = piece.content.getLength()
    const id = keepsIds && piece.isSame ? piece.from.id : clients.next(piece.from.id.client, length)
    return { ...piece, id, length, left: null, right: end }
  })
  yield
  // In the order in which Yjs takes an update in: so each finds its place without a search.
  const order = Array.from(placed.keys()).sort((a, b) => compared(placed[a], placed[b]))
  yield
  // Taken out again from the last one on: what then stands beside each is what stood there when it came.
  const before = Int32Array.from(placed, (_, at) => at - 1)
  const after = Int32Array.from(placed, (_, at) => at + 1)
  for (let step = order.length - 1; step >= 0; step--) {
    if (step % ITEMS_A_STEP === 0) yield
    const at = order[step] ?? 0
    const [left, right] = [before[at] ?? -1, after[at] ?? placed.length]
    if (left >= 0) after[left] = right
    if (right < placed.length) before[right] = left
    const piece = placed[at]
    if (piece === undefined) continue
    piece.left = lastId(placed[left])
    piece.right = placed[right]?.id ?? end
  }
  return placed
}

const compared = (a: Placed | undefined, b: Placed | undefined): number =>
  a === undefined || b === undefined ? 0 : b.id.client - a.id.client || a.id.clock - b.id.clock

const lastId = (piece: Placed | undefined): Y.ID | null =>
  piece === undefined ? null : Y.createID(piece.id.client, piece.id.clock + piece.length - 1)

/** Everything that has a clock in the document: as it was, as a piece of the text, or as what is no more. */
function* keep(doc: Y.Doc, placed: readonly Placed[], structs: Map<number, Struct[]>, keepsIds: boolean): Steps<void> {
  const pieces = new Map(
    keepsIds ? placed.flatMap((piece) => (piece.isSame ? [[piece.from, piece] as const] : [])) : [],
  )
  const tree = new Tree(doc)
  let passed = 0
  for (const [client, list] of doc.store.clients) {
    for (const struct of list) {
      if (++passed % ITEMS_A_STEP === 0) yield
      push(structs, client, kept(struct, pieces, tree))
    }
  }
}

function kept(struct: Y.Item | Y.GC, pieces: ReadonlyMap<Y.Item, Placed>, tree: Tree): Struct {
  const { id, length } = struct
  if (!(struct instanceof Y.Item)) return gone(id.clock, length)
  const piece = pieces.get(struct)
  if (piece !== undefined) return structOf(piece)
  if (!tree.holds(struct)) return { clock: id.clock, length, write: (encoder) => struct.write(encoder, 0) }
  const marker =
    struct.parentSub === null ? undefined : pieces.get((struct.parent as Y.AbstractType<unknown>)._item as Y.Item) // null is no key
  return marker?.content instanceof Y.ContentType && isAlsoMarkers(struct)
    ? item(id, { parent: marker.id, key: struct.parentSub, content: struct.content })
    : gone(id.clock, length)
}

/** An attribute that this version does not know stays at its block. */
const isAlsoMarkers = ({ deleted, content, parentSub }: Y.Item): boolean =>
  !deleted && content instanceof Y.ContentAny && parentSub !== null && !FORMAT_KEYS.has(parentSub)

/** Which items are of the old tree. */
class Tree {
  readonly #root: object | undefined
  readonly #known = new Map<Y.AbstractType<unknown>, boolean>()

  constructor(doc: Y.Doc) {
    this.#root = doc.share.get(ROOTS.oldAssessment)
  }

  holds({ parent, parentSub }: Y.Item): boolean {
    if (parent === this.#root) return parentSub === null
    return parent instanceof Y.AbstractType && this.#isInside(parent)
  }

  /** Types lie in each other some hundred deep at most. */
  #isInside(type: Y.AbstractType<unknown>): boolean {
    const known = this.#known.get(type)
    if (known !== undefined) return known
    const inside = type._item !== null && this.holds(type._item)
    this.#known.set(type, inside)
    return inside
  }
}

const structOf = ({ id, left, right, content }: Placed): Struct => item(id, { left, right, content })

interface Content {
  left?: Y.ID | null
  right?: Y.ID | null
  parent?: Y.ID
  key?: string | null
  content: Y.Item['content']
}

function item(id: Y.ID, { left = null, right = null, parent, key = null, content }: Content): Struct {
  return {
    clock: id.clock,
    length: content.getLength(),
    write(encoder) {
      encoder.writeInfo(
        content.getRef() |
          (left === null ? 0 : HAS_LEFT) |
          (right === null ? 0 : HAS_RIGHT) |
          (key === null ? 0 : HAS_KEY),
      )
      if (left !== null) encoder.writeLeftID(left)
      if (right !== null) encoder.writeRightID(right)
      if (left === null && right === null) {
        encoder.writeParentInfo(parent === undefined)
        if (parent === undefined) encoder.writeString(ROOTS.assessment)
        else encoder.writeLeftID(parent)
        if (key !== null) encoder.writeString(key)
      }
      content.write(encoder, 0)
    },
  }
}

const HAS_LEFT = 0x80
const HAS_RIGHT = 0x40
const HAS_KEY = 0x20

const gone = (clock: number, length: number): Struct => ({
  clock,
  length,
  write: (encoder) => new Y.GC(Y.createID(0, clock), length).write(encoder, 0),
})

function push(structs: Map<number, Struct[]>, client: number, struct: Struct): void {
  const list = structs.get(client)
  if (list === undefined) structs.set(client, [struct])
  else list.push(struct)
}

function encoded(structs: ReadonlyMap<number, readonly Struct[]>): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  writeVarUint(encoder, structs.size)
  for (const [client, list] of structs) {
    writeVarUint(encoder, list.length)
    encoder.writeClient(client)
    writeVarUint(encoder, list[0]?.clock ?? 0)
    for (const struct of list) struct.write(encoder)
  }
  // Nothing is deleted: what was is gone.
  writeVarUint(encoder, 0)
  return encoder.toUint8Array()
}

const writeVarUint = ({ restEncoder }: Y.UpdateEncoderV1, number: number): void =>
  encoding.writeVarUint(restEncoder, number)
