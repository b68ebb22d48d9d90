/** Reads Redis's replies, which have no types of their own. */
import { checksum } from '../checksum.ts'
import type { RawEntry } from '../log-tail.ts'
import type { Epoch, Position } from '../store.ts'

export interface LoadReply {
  epoch: Epoch
  position: Position
  /** 0 without a snapshot. */
  base: Position
  state: Buffer | null
  checksum: number | null
  entries: RawEntry[]
}

export interface TailReply {
  epoch: Epoch
  position: Position
  entries: RawEntry[]
}

export function loadReply(reply: unknown): LoadReply {
  const [epoch, position, base, state, sum, entries] = asList(reply)
  return {
    epoch: asText(epoch),
    position: asInteger(position),
    base: asInteger(base),
    state: Buffer.isBuffer(state) ? state : null,
    checksum: Buffer.isBuffer(sum) ? Number(sum.toString()) : null,
    entries: asEntries(entries),
  }
}

export function tailReply(reply: unknown): TailReply {
  const [epoch, position, entries] = asList(reply)
  return { epoch: asText(epoch), position: asInteger(position), entries: asEntries(entries) }
}

/** Each entry is [id, [field, value, …]]; one whose id is no `<position>-0` is none of ours and is left out. (S16) */
function asEntries(reply: unknown): RawEntry[] {
  const entries: RawEntry[] = []
  for (const item of asList(reply)) {
    const [id, fields] = asList(item)
    const [, position] = /^(\d+)-0$/.exec(asText(id)) ?? []
    if (position === undefined) continue
    const [, update, , sum] = asList(fields)
    const bytes = Buffer.isBuffer(update) ? update : Buffer.alloc(0)
    const sound = Buffer.isBuffer(sum) && Buffer.isBuffer(update) && Number(sum.toString()) === checksum(bytes)
    entries.push({ position: Number(position), update: bytes, sound })
  }
  return entries
}

export function asList(reply: unknown): unknown[] {
  if (Array.isArray(reply)) return reply
  throw new Error(`Redis answered ${typeof reply} where a list was due.`)
}

export function asText(reply: unknown): string {
  if (Buffer.isBuffer(reply)) return reply.toString()
  if (typeof reply === 'string') return reply
  throw new Error(`Redis answered ${typeof reply} where a string was due.`)
}

export function asInteger(reply: unknown): number {
  if (typeof reply === 'number') return reply
  throw new Error(`Redis answered ${typeof reply} where a number was due.`)
}
