/** Cuts a large update into pieces that can be applied one after the other. */
import { visitInOrder } from './order.ts'
import { scanUpdate, type DeletedRange, type Scan, type Struct } from './scan.ts'
import { garbage, writeUpdate, type Part, type Run } from './write.ts'

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
      const part = { update, from: struct.at, to: ends.get(struct) ?? struct.at }
      const size = part.to - part.from
      if (bytes > 0 && bytes + size > maxBytes) {
        pieces.push(writeUpdate([...runs.values()], []))
        runs = new Map()
        bytes = 0
      }
      addTo(runs, client, struct, part)
      bytes += size
    },
  )
  if (!isWhole) return [update]
  pieces.push(writeUpdate([...runs.values()], scan.deleted))
  return pieces
}

export interface Taken {
  struct: Struct
  client: number
  /** Only its clocks are kept, as of something that was collected. */
  asGarbage: boolean
}

/** The update that holds only some structs of another, of each client some that follow each other. */
export function takeOut(scan: Scan, taken: Iterable<Taken>, deleted: readonly DeletedRange[]): Uint8Array {
  const ends = structEnds(scan)
  const runs = new Map<number, Run>()
  for (const { struct, client, asGarbage } of taken) {
    const part = { update: scan.update, from: struct.at, to: ends.get(struct) ?? struct.at }
    addTo(runs, client, struct, asGarbage ? garbage(struct.length) : part)
  }
  return writeUpdate([...runs.values()], deleted)
}

function addTo(runs: Map<number, Run>, client: number, struct: Struct, part: Part): void {
  const run = runs.get(client) ?? { client, clock: struct.clock, count: 0, parts: [] }
  run.count++
  extend(run, part)
  runs.set(client, run)
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
function extend({ parts }: Run, part: Part): void {
  const last = parts.at(-1)
  if (last?.update === part.update && last.to === part.from) last.to = part.to
  else parts.push(part)
}
