/** Reads Redis's replies, which have no types of their own. */
import { checksum } from '../checksum.ts'
import type { Tail } from '../follower.ts'
import type { RawRoom, RawSnapshot } from '../inspection.ts'
import { sortOut } from '../log-tail.ts'
import type { RawEntry } from '../log-tail.ts'
import type { Epoch, Position } from '../store.ts'
import { unsealEntry } from './entry-pack.ts'

export interface LoadReply {
  epoch: Epoch
  position: Position
  /** 0 without a snapshot. */
  base: Position
  state: Buffer | null
  checksum: number | null
  entries: RawEntry[]
  /** The bytes of unsound entries, as they lie in the log. */
  sealed: Map<Position, Buffer>
}

export function loadReply(reply: unknown): LoadReply {
  const [epoch, position, base, state, sum, items] = asList(reply)
  const sealed = new Map<Position, Buffer>()
  return {
    epoch: asText(epoch),
    position: asInteger(position),
    base: asInteger(base),
    state: Buffer.isBuffer(state) ? state : null,
    checksum: Buffer.isBuffer(sum) ? asCount(sum) : null,
    entries: asEntries(items, (at, bytes) => sealed.set(at, bytes)),
    sealed,
  }
}

/** What follows `after`. Damaged entries are left out, by which a follower notices them. */
export function tailReply(reply: unknown, after: Position): Tail {
  const [epoch, end, term, since, items] = asList(reply)
  const position = asInteger(end)
  const { entries } = sortOut(asEntries(items), after + 1, position)
  return { epoch: asText(epoch), term: asInteger(term), since: asInteger(since), position, entries }
}

export function inspectReply(reply: unknown): RawRoom {
  const [meta, newestSnapshot, previousSnapshot, items, quarantined] = asList(reply)
  const [epoch, ...counts] = asList(meta)
  const [position = 0, newest = 0, previous = 0, trimmed = 0] = counts.map(asCount)
  const snapshots = [asSnapshot(previous, previousSnapshot), asSnapshot(newest, newestSnapshot)].flat()
  const entries = asEntries(items)
  return {
    epoch: asText(epoch),
    position,
    newest,
    previous,
    trimmed,
    snapshots,
    entries,
    quarantined: asInteger(quarantined),
  }
}

/** None where meta knows of none, or where it is not there. */
function asSnapshot(position: Position, reply: unknown): RawSnapshot[] {
  const [state, sum, at] = asList(reply)
  if (position === 0 || !Buffer.isBuffer(state)) return []
  const sound = Buffer.isBuffer(sum) && asCount(sum) === checksum(state)
  return [{ position, at: Buffer.isBuffer(at) ? asCount(at) : null, state, sound }]
}

/** Each entry is [id, [field, value, …]]; one whose id is no `<position>-0` is none of ours and is left out. (S16) */
function asEntries(reply: unknown, onUnsound?: (position: Position, sealed: Buffer) => void): RawEntry[] {
  const entries: RawEntry[] = []
  for (const item of asList(reply)) {
    const [id, fields] = asList(item)
    const [, digits] = /^(\d+)-0$/.exec(asText(id)) ?? []
    if (digits === undefined) continue
    const position = Number(digits)
    const [, stored, , at] = asList(fields)
    const sealed = Buffer.isBuffer(stored) ? stored : Buffer.alloc(0)
    const { author, update, sound } = unsealEntry(sealed)
    if (!sound) onUnsound?.(position, sealed)
    entries.push({ position, author, update, at: Buffer.isBuffer(at) ? asCount(at) : 0, sound })
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

/** A number that Redis keeps as text. */
export const asCount = (reply: unknown): number => Number(asText(reply))
