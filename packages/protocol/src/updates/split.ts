/** Cuts a large update into pieces that can be applied one after the other. */
import { visitInOrder } from './order.ts'
import { scanUpdate, type Scan, type Struct } from './scan.ts'
import { writeUpdate, type Run } from './write.ts'

/**
 * Pieces of about `maxBytes` (a single struct is never cut), each of which hangs only on what the receiver has or on
 * pieces before it; deletions come with the last. What cannot be put into such an order comes back whole.
 * @throws Malformed
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  if (update.byteLength <= maxBytes) return [update]
  const scan = scanUpdate(update)
  const starts = new Map(scan.sections.map(({ client, clock }) => [client, clock]))
  const ends = structEnds(scan)
  const pieces: Uint8Array[] = []
  let runs = new Map<number, Run>()
  let bytes = 0
  const isWhole = visitInOrder(
    scan,
    // The receiver has whatever came before the update.
    (client) => starts.get(client) ?? Infinity,
    (struct, client) => {
      const part = update.subarray(struct.at, ends.get(struct))
      if (bytes > 0 && bytes + part.byteLength > maxBytes) {
        pieces.push(writeUpdate(mended(runs), []))
        runs = new Map()
        bytes = 0
      }
      const run = runs.get(client) ?? { client, clock: struct.clock, count: 0, parts: [] }
      run.count++
      run.parts.push(part)
      runs.set(client, run)
      bytes += part.byteLength
    },
  )
  if (!isWhole) return [update]
  pieces.push(writeUpdate(mended(runs), scan.deleted))
  return pieces
}

/** A struct ends where the next one of its section begins. */
function structEnds({ sections }: Scan): Map<Struct, number> {
  const ends = new Map<Struct, number>()
  for (const { structs, to } of sections) {
    for (const [index, struct] of structs.entries()) ends.set(struct, structs[index + 1]?.at ?? to)
  }
  return ends
}

/** Parts that lie side by side become one. */
function mended(runs: Map<number, Run>): Run[] {
  return [...runs.values()].map((run) => ({ ...run, parts: run.parts.reduce<Uint8Array[]>(addPart, []) }))
}

function addPart(parts: Uint8Array[], part: Uint8Array): Uint8Array[] {
  const last = parts.at(-1)
  if (last !== undefined && last.byteOffset + last.byteLength === part.byteOffset && last.buffer === part.buffer) {
    parts[parts.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.byteLength + part.byteLength)
  } else parts.push(part)
  return parts
}
