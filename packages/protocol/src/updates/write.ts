/** Puts updates together from pieces of others, byte for byte. */
import * as encoding from 'lib0/encoding'
import type { DeletedRange } from './scan.ts'

/** Consecutive structs of one client, as they stand in some update. */
export interface Run {
  client: number
  clock: number
  count: number
  parts: Uint8Array[]
}

export function writeUpdate(runs: Iterable<Run>, deleted: readonly DeletedRange[]): Uint8Array {
  const all = [...runs]
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, all.length)
    for (const { client, clock, count, parts } of all) {
      encoding.writeVarUint(encoder, count)
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      for (const part of parts) encoding.writeUint8Array(encoder, part)
    }
    writeDeleted(encoder, deleted)
  })
}

function writeDeleted(encoder: encoding.Encoder, deleted: readonly DeletedRange[]): void {
  if (deleted.length === 0) return encoding.writeVarUint(encoder, 0)
  const clients = Map.groupBy(deleted, ({ client }) => client)
  encoding.writeVarUint(encoder, clients.size)
  for (const [client, ranges] of clients) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const { clock, length } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  }
}
