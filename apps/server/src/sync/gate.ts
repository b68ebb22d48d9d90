/** Judges an update before it may reach the log (S3): is it readable, complete, and does it say anything new? */
import * as Y from 'yjs'

export type Verdict =
  | { kind: 'accept'; advance: Advance[] }
  /** All of it is known already; there is nothing to store. */
  | { kind: 'known' }
  /** It builds on something that is not here yet. */
  | { kind: 'gap' }
  | { kind: 'malformed' }

/** From now on, this client's structs are known up to `clock`. */
export interface Advance {
  client: number
  clock: number
}

/** The clock up to which each client's structs are known: stored ones, and ones on their way into the log. */
export type Known = ReadonlyMap<number, number>

type Decoded = ReturnType<typeof Y.decodeUpdate>

/** `deleted` tells whether a range is deleted already in what is stored. */
export function judge(update: Uint8Array, known: Known, deleted: (client: number, clock: number, length: number) => boolean): Verdict {
  let decoded: Decoded
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    // Whatever a decoder throws at foreign bytes, the answer is the same; the sender is told and counted.
    return { kind: 'malformed' }
  }
  const reached = new Map<number, number>()
  for (const struct of decoded.structs) {
    if (!(struct.id.clock >= 0) || !(struct.length > 0)) return { kind: 'malformed' }
    if (struct instanceof Y.Skip) continue
    const clock = reached.get(struct.id.client) ?? known.get(struct.id.client) ?? 0
    if (struct.id.clock > clock) return { kind: 'gap' }
    reached.set(struct.id.client, Math.max(clock, struct.id.clock + struct.length))
  }
  const has = (id: Y.ID | null): boolean => id === null || id.clock < (reached.get(id.client) ?? known.get(id.client) ?? 0)
  for (const struct of decoded.structs) if (struct instanceof Y.Item && !hasWhatItNeeds(struct, has)) return { kind: 'gap' }
  for (const [client, ranges] of decoded.ds.clients) {
    for (const { clock, len } of ranges) if (len > 0 && !has(Y.createID(client, clock + len - 1))) return { kind: 'gap' }
  }
  const advance = [...reached].filter(([client, clock]) => clock > (known.get(client) ?? 0)).map(([client, clock]) => ({ client, clock }))
  if (advance.length > 0 || deletesAnew(decoded, deleted)) return { kind: 'accept', advance }
  return { kind: 'known' }
}

function hasWhatItNeeds(item: Y.Item, has: (id: Y.ID | null) => boolean): boolean {
  const parent: unknown = item.parent
  return has(item.origin) && has(item.rightOrigin) && (!(parent instanceof Y.ID) || has(parent))
}

function deletesAnew({ ds }: Decoded, deleted: (client: number, clock: number, length: number) => boolean): boolean {
  return [...ds.clients].some(([client, ranges]) => ranges.some(({ clock, len }) => len > 0 && !deleted(client, clock, len)))
}

/** Whether every struct of the range is deleted in the document. */
export function isDeletedIn(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client)
  if (structs === undefined || structs.length === 0) return false
  const end = clock + length
  for (let at = clock; at < end; ) {
    if (at >= Y.getState(doc.store, client)) return false
    const struct = structs[Y.findIndexSS(structs, at)]
    if (struct === undefined || !struct.deleted) return false
    at = struct.id.clock + struct.length
  }
  return true
}
