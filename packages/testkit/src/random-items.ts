/** Items put together at random: between neighbours, in parents and under keys where an editor may put one, or never would. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { between, pickFrom, type Random } from './random.ts'

/** An update of a few items under some client ids, on top of a document; it deletes only what is theirs. */
export function randomItems(random: Random, doc: Y.Doc, clients: readonly number[]): Uint8Array {
  const drafts = clients.map((client) => draftOf(random, doc, client))
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, drafts.length)
    for (const { client, clock, count } of drafts) {
      for (const head of [count, client, clock]) encoding.writeVarUint(encoder, head)
      for (let index = 0; index < count; index++) writeStruct(encoder, random, doc, drafts)
    }
    writeDeletions(encoder, random, drafts)
  })
}

interface Draft {
  client: number
  clock: number
  count: number
}

type Id = [client: number, clock: number]

/** Now and then it tells again, otherwise, what is known already. */
function draftOf(random: Random, doc: Y.Doc, client: number): Draft {
  const state = Y.getState(doc.store, client)
  const clock = random() < 0.1 ? Math.max(0, state - between(random, 1, 3)) : state
  return { client, clock, count: between(random, 1, 5) }
}

const GARBAGE = 0
const CONTENTS = [1, 4, 4, 4, 4, 5, 6, 7, 8]

function writeStruct(encoder: encoding.Encoder, random: Random, doc: Y.Doc, drafts: readonly Draft[]): void {
  if (random() < 0.05) {
    encoding.writeUint8(encoder, GARBAGE)
    return encoding.writeVarUint(encoder, 1)
  }
  const content = pickFrom(random, CONTENTS)
  const left = random() < 0.6 ? drawId(random, doc, drafts) : null
  const right = random() < 0.6 ? drawRight(random, doc, drafts, left) : null
  const hasKey = left === null && right === null && random() < 0.3
  const info = content | (left === null ? 0 : 0x80) | (right === null ? 0 : 0x40) | (hasKey ? 0x20 : 0)
  encoding.writeUint8(encoder, info)
  for (const id of [left, right]) if (id !== null) writeId(encoder, id)
  if (left === null && right === null) writeParent(encoder, random, drawId(random, doc, drafts))
  if (hasKey) encoding.writeVarString(encoder, pickFrom(random, ['a', 'b']))
  writeContent(encoder, random, content)
}

/** A character that is stored, or one of the update itself. */
function drawId(random: Random, doc: Y.Doc, drafts: readonly Draft[]): Id {
  const clients = [...doc.store.clients.values()]
  if (clients.length === 0 || random() < 0.2) {
    const { client, clock, count } = pickFrom(random, drafts)
    return [client, between(random, clock, clock + count - 1)]
  }
  const { id, length } = pickFrom(random, pickFrom(random, clients))
  return [id.client, between(random, id.clock, id.clock + length - 1)]
}

/** As a rule what really stands there. */
function drawRight(random: Random, doc: Y.Doc, drafts: readonly Draft[], left: Id | null): Id {
  const next = left !== null && random() < 0.6 ? rightOf(doc, left) : null
  return next ?? drawId(random, doc, drafts)
}

function rightOf(doc: Y.Doc, [client, clock]: Id): Id | null {
  if (clock >= Y.getState(doc.store, client)) return null
  const structs = doc.store.clients.get(client) ?? []
  const item = structs[Y.findIndexSS(structs, clock)]
  if (!(item instanceof Y.Item)) return null
  if (clock + 1 < item.id.clock + item.length) return [client, clock + 1]
  return item.right === null ? null : [item.right.id.client, item.right.id.clock]
}

function writeParent(encoder: encoding.Encoder, random: Random, parent: Id): void {
  const isRoot = random() < 0.7
  encoding.writeVarUint(encoder, isRoot ? 1 : 0)
  if (isRoot) encoding.writeVarString(encoder, pickFrom(random, ['chaos', 'chaos', 'other']))
  else writeId(encoder, parent)
}

function writeContent(encoder: encoding.Encoder, random: Random, content: number): void {
  if (content === 1) encoding.writeVarUint(encoder, between(random, 1, 3))
  else if (content === 4) encoding.writeVarString(encoder, pickFrom(random, ['z', 'zz']))
  else if (content === 5) encoding.writeVarString(encoder, '{"embedded":1}')
  else if (content === 6) for (const text of ['bold', 'true']) encoding.writeVarString(encoder, text)
  else if (content === 7) encoding.writeVarUint(encoder, between(random, 0, 2))
  else for (const number of [1, 120]) encoding.writeVarUint(encoder, number)
}

function writeDeletions(encoder: encoding.Encoder, random: Random, drafts: readonly Draft[]): void {
  const deleting = random() < 0.3 ? drafts.slice(0, 1) : []
  encoding.writeVarUint(encoder, deleting.length)
  for (const { client, clock, count } of deleting) {
    const from = between(random, 0, clock + count - 1)
    for (const number of [client, 1, from, between(random, 1, clock + count - from)])
      encoding.writeVarUint(encoder, number)
  }
}

function writeId(encoder: encoding.Encoder, id: Id): void {
  for (const number of id) encoding.writeVarUint(encoder, number)
}
