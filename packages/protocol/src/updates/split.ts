/** Cuts a large update into pieces that can be applied one after the other. */
import { visitInOrder } from './order.ts'
import { scanUpdate, type DeletedRange, type Parts, type Scan, type Struct } from './scan.ts'
import { deletedItem, garbage, writeUpdate, type Part, type Run } from './write.ts'

/** How large a piece may be. */
export interface PieceSize {
  /** A single struct is never cut. */
  bytes: number
  structs: number
  /** Deleted ranges. */
  deletions: number
}

/**
 * Pieces each of which hangs only on what the receiver has or on pieces before it; deletions come last. What cannot be put
 * into such an order comes back whole. A number means bytes, with any number of parts. `most` bounds the update itself.
 * @throws Malformed; TooManyParts
 */
export function splitUpdate(update: Uint8Array, size: number | PieceSize, most?: Parts): Uint8Array[] {
  const { bytes: maxBytes, structs: maxStructs, deletions: maxDeletions } = sizeOf(size)
  if (update.byteLength <= Math.min(maxBytes, LEAST_BYTES * Math.min(maxStructs, maxDeletions))) return [update]
  const scan = scanUpdate(update, most)
  if (update.byteLength <= maxBytes && countStructs(scan) <= maxStructs && scan.deleted.length <= maxDeletions)
    return [update]
  const starts = new Map(scan.sections.map(({ client, clock }) => [client, clock]))
  const ends = structEnds(scan)
  const pieces: Uint8Array[] = []
  let runs = new Map<number, Run>()
  let bytes = 0
  let structs = 0
  const isWhole = visitInOrder(
    scan,
    // The receiver has whatever came before the update.
    (client) => starts.get(client) ?? Infinity,
    (struct, client) => {
      const part = { update, from: struct.at, to: ends.get(struct) ?? struct.at }
      const size = part.to - part.from
      if (structs > 0 && (bytes + size > maxBytes || structs === maxStructs)) {
        pieces.push(writeUpdate([...runs.values()], []))
        runs = new Map()
        bytes = structs = 0
      }
      addTo(runs, client, struct, part)
      bytes += size
      structs++
    },
  )
  if (!isWhole) return [update]
  const deletions = chunksOf(scan.deleted, maxDeletions)
  pieces.push(writeUpdate([...runs.values()], deletions.shift() ?? []))
  for (const deleted of deletions) pieces.push(writeUpdate([], deleted))
  return pieces
}

/** Of a struct, and of a deleted range. */
const LEAST_BYTES = 2

const sizeOf = (size: number | PieceSize): PieceSize =>
  typeof size === 'number' ? { bytes: size, structs: Infinity, deletions: Infinity } : size

const countStructs = ({ sections }: Scan): number => sections.reduce((sum, { structs }) => sum + structs.length, 0)

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  if (all.length <= size) return [[...all]]
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}

export interface Taken {
  struct: Struct
  client: number
  keep: Keep
}

/** All of an item; its place, as of something that was deleted; or its clocks alone, as of something that was collected. */
export type Keep = 'all' | 'place' | 'clocks'

/** The update that holds only some structs of another, of each client some that follow each other. */
export function takeOut(scan: Scan, taken: Iterable<Taken>, deleted: readonly DeletedRange[]): Uint8Array {
  return partOf(scan, structEnds(scan), taken, deleted)
}

/** One update for each of the groups. */
export function takeOutEach(scan: Scan, groups: readonly (readonly Taken[])[]): Uint8Array[] {
  const ends = structEnds(scan)
  return groups.map((taken) => partOf(scan, ends, taken, []))
}

function partOf(
  scan: Scan,
  ends: ReadonlyMap<Struct, number>,
  taken: Iterable<Taken>,
  deleted: readonly DeletedRange[],
): Uint8Array {
  const runs = new Map<number, Run>()
  for (const { struct, client, keep } of taken) addTo(runs, client, struct, kept(scan, ends, struct, keep))
  return writeUpdate([...runs.values()], deleted)
}

function kept({ update }: Scan, ends: ReadonlyMap<Struct, number>, struct: Struct, keep: Keep): Part {
  switch (keep) {
    case 'all':
      return { update, from: struct.at, to: ends.get(struct) ?? struct.at }
    case 'place':
      return deletedItem(update, struct)
    case 'clocks':
      return garbage(struct.length)
    default:
      return keep satisfies never
  }
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
