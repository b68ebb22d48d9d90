/** Puts updates together from pieces of others, byte for byte. */
import { CONTENT, DELETED, type DeletedRange, type Struct } from './scan.ts'

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
  const target = new Target(mostBytes(runs, deleted))
  target.varUint(runs.length)
  for (const { client, clock, count, parts } of runs) {
    target.varUint(count)
    target.varUint(client)
    target.varUint(clock)
    for (const part of parts) target.copy(part)
  }
  writeDeleted(target, deleted)
  return target.written()
}

/** Of a number: seven bits a byte, and none has more than 53. */
const VAR_UINT_BYTES = 8

/** What the update takes at most. */
function mostBytes(runs: readonly Run[], deleted: readonly DeletedRange[]): number {
  let bytes = (2 + runs.length * 3 + deleted.length * 4) * VAR_UINT_BYTES
  for (const { parts } of runs) for (const { from, to } of parts) bytes += to - from
  return bytes
}

/** A typed letter's struct has a dozen bytes: to copy them one by one is quicker than to make a view of them. */
const FEW_BYTES = 48

/** Memory of a size that is known before, filled from its beginning. */
class Target {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(size: number) {
    this.#bytes = new Uint8Array(size)
  }

  varUint(number: number): void {
    let rest = number
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80
      rest = Math.floor(rest / 128)
    }
    this.#bytes[this.#at++] = rest
  }

  copy({ update, from, to }: Part): void {
    if (to - from > FEW_BYTES) this.#bytes.set(update.subarray(from, to), this.#at)
    else for (let at = from, target = this.#at; at < to; at++) this.#bytes[target++] = update[at] ?? 0
    this.#at += to - from
  }

  /** A view keeps all of the memory; where little of it was needed, a copy is better. */
  written(): Uint8Array {
    const isWellFilled = this.#at > this.#bytes.length / 2
    return isWellFilled ? this.#bytes.subarray(0, this.#at) : this.#bytes.slice(0, this.#at)
  }
}

/** A struct that keeps so many clocks of something that was collected. */
export function garbage(length: number): Part {
  const target = new Target(1 + VAR_UINT_BYTES)
  target.varUint(0)
  target.varUint(length)
  const update = target.written()
  return { update, from: 0, to: update.byteLength }
}

/** An item in its place, and of what it holds only that it was deleted. */
export function deletedItem(update: Uint8Array, { at, contentAt, length }: Struct): Part {
  const head = update.slice(at, contentAt)
  head[0] = ((head[0] ?? 0) & ~CONTENT) | DELETED
  const target = new Target(head.byteLength + VAR_UINT_BYTES)
  target.copy({ update: head, from: 0, to: head.byteLength })
  target.varUint(length)
  const written = target.written()
  return { update: written, from: 0, to: written.byteLength }
}

function writeDeleted(target: Target, deleted: readonly DeletedRange[]): void {
  if (deleted.length === 0) return target.varUint(0)
  const clients = Map.groupBy(deleted, ({ client }) => client)
  target.varUint(clients.size)
  for (const [client, ranges] of clients) {
    const apart = setApart(ranges)
    target.varUint(client)
    target.varUint(apart.length)
    for (const { clock, length } of apart) {
      target.varUint(clock)
      target.varUint(length)
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
