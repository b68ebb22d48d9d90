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
export function judge(
  update: Uint8Array,
  known: Known,
  deleted: (client: number, clock: number, length: number) => boolean,
): Verdict {
  let decoded: Decoded
  try {
    decoded = Y.decodeUpdate(update)
  } catch {
    // Whatever a decoder throws at foreign bytes, the answer is the same; the sender is told and counted.
    return { kind: 'malformed' }
  }
  if (decoded.structs.some(({ id, length }) => !(id.clock >= 0) || !(length > 0))) return { kind: 'malformed' }
  const reached = place(decoded.structs, known)
  if (reached === null) return { kind: 'gap' }
  const knows = (client: number, clock: number): boolean => clock < (reached.get(client) ?? known.get(client) ?? 0)
  for (const [client, ranges] of decoded.ds.clients) {
    for (const { clock, len } of ranges) if (len > 0 && !knows(client, clock + len - 1)) return { kind: 'gap' }
  }
  const advance = [...reached]
    .filter(([client, clock]) => clock > (known.get(client) ?? 0))
    .map(([client, clock]) => ({ client, clock }))
  if (advance.length > 0 || deletesAnew(decoded, deleted)) return { kind: 'accept', advance }
  return { kind: 'known' }
}

/**
 * Places the structs as a document would: each client's in order, each only after all that it hangs on. Gives how far
 * each client then reaches; null if some can never be placed, because what they hang on is missing, or is themselves.
 */
function place(structs: Decoded['structs'], known: Known): Map<number, number> | null {
  const reached = new Map<number, number>()
  const clockOf = (client: number): number => reached.get(client) ?? known.get(client) ?? 0
  const isPlaceable = (struct: Decoded['structs'][number]): boolean =>
    struct.id.clock <= clockOf(struct.id.client) &&
    (!(struct instanceof Y.Item) || needsOf(struct).every(({ client, clock }) => clock < clockOf(client)))
  let waiting = [
    ...Map.groupBy(
      structs.filter((struct) => !(struct instanceof Y.Skip)),
      ({ id }) => id.client,
    ).values(),
  ]
  while (waiting.length > 0) {
    const left = waiting.flatMap((queue) => {
      let next = 0
      for (let struct = queue[0]; struct !== undefined && isPlaceable(struct); struct = queue[++next]) {
        reached.set(struct.id.client, Math.max(clockOf(struct.id.client), struct.id.clock + struct.length))
      }
      return next === queue.length ? [] : [{ queue: queue.slice(next), moved: next > 0 }]
    })
    if (left.length === waiting.length && left.every(({ moved }) => !moved)) return null
    waiting = left.map(({ queue }) => queue)
  }
  return reached
}

/** What an item hangs on: its neighbours when it was written, and its parent. */
function needsOf({ origin, rightOrigin, parent }: Y.Item): Y.ID[] {
  const within: unknown = parent
  return [origin, rightOrigin, within instanceof Y.ID ? within : null].filter((id) => id !== null)
}

function deletesAnew({ ds }: Decoded, deleted: (client: number, clock: number, length: number) => boolean): boolean {
  return [...ds.clients].some(([client, ranges]) =>
    ranges.some(({ clock, len }) => len > 0 && !deleted(client, clock, len)),
  )
}

/** Whether every struct of the range is deleted in the document. */
export function isDeletedIn(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client)
  if (structs === undefined || structs.length === 0) return false
  const end = clock + length
  for (let at = clock; at < end;) {
    if (at >= Y.getState(doc.store, client)) return false
    const struct = structs[Y.findIndexSS(structs, at)]
    if (struct === undefined || !struct.deleted) return false
    at = struct.id.clock + struct.length
  }
  return true
}
