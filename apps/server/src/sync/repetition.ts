/**
 * Whether an update that repeats known clocks says the same there as what is stored (S4). Clocks alone do not tell: who
 * takes another's client id before that one has written can fill the coming clocks with other words.
 */
import type { KnownClock, Scan } from '@briefboard/protocol'
import { isDeepStrictEqual } from 'node:util'
import * as Y from 'yjs'

type Struct = Y.Item | Y.GC

/** A stretch of one client's clocks. */
interface Stretch {
  client: number
  from: number
  to: number
}

export interface Stored {
  /** How far each client is in the document. */
  known: KnownClock
  doc: Y.Doc
  /** Of what was deleted nothing is left to compare; only whoever wrote it may repeat that. */
  isOwn: (client: number) => boolean
}

/** False if any character that the update still has is another one in the document. */
export function saysTheSame(scan: Scan, stored: Stored): boolean {
  return Y.decodeUpdate(scan.update).structs.every((struct) => {
    const { client, clock: from } = struct.id
    const to = Math.min(from + struct.length, stored.known(client))
    return from >= to || !isLiving(struct) || isStoredAs(struct, { client, from, to }, stored)
  })
}

/** What an update deletes at once, or has collected, are no words that could be lost. */
const isLiving = (struct: unknown): struct is Y.Item =>
  struct instanceof Y.Item && !(struct.content instanceof Y.ContentDeleted)

function isStoredAs(item: Y.Item, { client, from, to }: Stretch, { doc, isOwn }: Stored): boolean {
  const structs = (doc.store.clients.get(client) ?? []) as Struct[] // Yjs keeps no holes among its own
  let reached = from
  for (let index = indexOf(structs, from); reached < to; index++) {
    const stored = structs[index]
    const end = stored === undefined ? to : Math.min(to, stored.id.clock + stored.length)
    if (isLiving(stored)) {
      if (!isDeepStrictEqual(contentIn(item, reached, end), contentIn(stored, reached, end))) return false
    } else if (!isOwn(client)) return false
    reached = end
  }
  return true
}

const indexOf = (structs: Struct[], clock: number): number => {
  const last = structs.at(-1)
  return last === undefined || clock >= last.id.clock + last.length ? structs.length : Y.findIndexSS(structs, clock)
}

/** What an item holds from one clock to another, in a form that can be compared. */
function contentIn({ id, content }: Y.Item, from: number, to: number): unknown {
  const [start, end] = [from - id.clock, to - id.clock]
  // Where a text was cut between the halves of a sign, Yjs keeps U+FFFD for each.
  if (content instanceof Y.ContentString) return content.str.slice(start, end).replaceAll(/[\ud800-\udfff]/g, '\ufffd')
  if (content instanceof Y.ContentAny) return content.arr.slice(start, end)
  if (content instanceof Y.ContentJSON) return (content.getContent() as unknown[]).slice(start, end)
  if (content instanceof Y.ContentEmbed) return ['embed', content.embed]
  if (content instanceof Y.ContentFormat) return ['format', content.key, content.value]
  if (content instanceof Y.ContentBinary) return ['bytes', content.content]
  if (content instanceof Y.ContentType) return ['type', content.type.constructor.name, nodeNameOf(content.type)]
  return content.constructor.name
}

const nodeNameOf = (type: unknown): string | null => (type instanceof Y.XmlElement ? type.nodeName : null)
