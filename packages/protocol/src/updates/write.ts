/** Puts updates together from pieces of others, byte for byte. */
import * as encoding from 'lib0/encoding'
import type { DeletedRange } from './scan.ts'

/** Bytes of some update, from one border of structs to another. */
export interface Part {
  update: Uint8Array
  from: number
  to: number
}

/** Consecutive structs of one client, as they stand in some updates. */
export interface Run {
  client: number
  clock: number
  count: number
  parts: Part[]
}

export function writeUpdate(runs: readonly Run[], deleted: readonly DeletedRange[]): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, runs.length)
  for (const { client, clock, count, parts } of runs) {
    encoding.writeVarUint(encoder, count)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const part of parts) writePart(encoder, part)
  }
  writeDeleted(encoder, deleted)
  return encoding.toUint8Array(encoder)
}

/** A typed letter's struct has a dozen bytes: to copy them one by one is quicker than to make a view of them. */
const FEW_BYTES = 48

function writePart(encoder: encoding.Encoder, { update, from, to }: Part): void {
  if (to - from > FEW_BYTES) return encoding.writeUint8Array(encoder, update.subarray(from, to))
  for (let at = from; at < to; at++) encoding.write(encoder, update[at] ?? 0)
}

function writeDeleted(encoder: encoding.Encoder, deleted: readonly DeletedRange[]): void {
  if (deleted.length === 0) return encoding.writeVarUint(encoder, 0)
  const clients = Map.groupBy(deleted, ({ client }) => client)
  encoding.writeVarUint(encoder, clients.size)
  for (const [client, ranges] of clients) {
    const apart = setApart(ranges)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, apart.length)
    for (const { clock, length } of apart) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
}

/**
 * One client's ranges in order, none touching another. Yjs keeps those that it cannot apply yet as the differences
 * between one's end and the next one's start; a negative one becomes another number there, and deletes what it should not.
 */
function setApart(ranges: readonly DeletedRange[]): DeletedRange[] {
  const apart: DeletedRange[] = []
  for (const range of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = apart.at(-1)
    const end = last === undefined ? -1 : last.clock + last.length
    if (last === undefined || range.clock > end) apart.push({ ...range })
    else last.length = Math.max(end, range.clock + range.length) - last.clock
  }
  return apart
}
