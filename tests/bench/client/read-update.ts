/**
 * Counts what a Yjs v1 update says, without making a document of it: per client, the clocks from … to. Servers merge
 * the updates of several writers, and a writer's letters into one string, so that clocks are what can be counted.
 */

/** The varUint that was read last ended before this index. */
let position = 0

export function readVarUint(bytes: Buffer, at: number): number {
  let value = 0
  let factor = 1
  for (let index = at; ; index++) {
    const byte = bytes[index]
    if (byte === undefined) throw new Error('An update ends too early.')
    value += (byte & 127) * factor
    if (byte < 128) {
      position = index + 1
      return value
    }
    factor *= 128
  }
}

/** Where the varUint that was read last ended. */
export const afterVarUint = (): number => position

/** Calls `each` for what is new of every client: clocks from `from` to `to`, that one not included. */
export function readUpdate(
  bytes: Buffer,
  start: number,
  each: (client: number, from: number, to: number) => void,
): void {
  const clients = readVarUint(bytes, start)
  for (let section = 0; section < clients; section++) {
    const structs = readVarUint(bytes, position)
    const client = readVarUint(bytes, position)
    const from = readVarUint(bytes, position)
    let clock = from
    let begun = from
    for (let index = 0; index < structs; index++) {
      const skipped = bytes[position] === SKIP
      if (skipped && clock > begun) each(client, begun, clock)
      clock += readStruct(bytes)
      if (skipped) begun = clock
    }
    if (clock > begun) each(client, begun, clock)
  }
}

const GC = 0
const DELETED = 1
const STRING = 4
const SKIP = 10
const HAS_ORIGIN = 0x80
const HAS_RIGHT_ORIGIN = 0x40
const HAS_PARENT_SUB = 0x20

/** Steps over one struct and gives its length in clocks. */
function readStruct(bytes: Buffer): number {
  const info = bytes[position] ?? 0
  position++
  const kind = info & 31
  if (kind === GC || kind === SKIP) return readVarUint(bytes, position)
  if (info & HAS_ORIGIN) skipId(bytes)
  if (info & HAS_RIGHT_ORIGIN) skipId(bytes)
  if ((info & (HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === 0) skipParent(bytes, info)
  if (kind === DELETED) return readVarUint(bytes, position)
  // Only letters are typed here, so bytes and clocks are the same number.
  if (kind === STRING) return skipString(bytes)
  throw new Error(`The load holds only typed letters, but an update holds content of kind ${kind}.`)
}

function skipId(bytes: Buffer): void {
  readVarUint(bytes, position)
  readVarUint(bytes, position)
}

function skipParent(bytes: Buffer, info: number): void {
  const isName = readVarUint(bytes, position) === 1
  if (isName) skipString(bytes)
  else skipId(bytes)
  if (info & HAS_PARENT_SUB) skipString(bytes)
}

function skipString(bytes: Buffer): number {
  const length = readVarUint(bytes, position)
  position += length
  return length
}
