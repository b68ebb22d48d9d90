/**
 * What an event has changed in a text, unit by unit. Yjs' own answer (`event.delta`) deletes marks of format that seem
 * superfluous while it is being made: an edit that nobody has made.
 */
import * as Y from 'yjs'
import type { Formats } from './marks.ts'
import { setFormat, unitOf, type Unit } from './units.ts'

export type Change =
  /** So many units stay; `from` and `to` are the formats that were and are in force there, if they differ. */
  | { kind: 'keep'; units: number; looks: { from: Formats; to: Formats } | null }
  | { kind: 'delete'; units: number }
  /** With formats of its own, which do not change any more. */
  | { kind: 'insert'; unit: Unit }

export function changesOf(event: Y.YTextEvent): Change[] {
  const changes: Change[] = []
  const [before, after] = [new Map<string, unknown>(), new Map<string, unknown>()]
  // Names of formats that differ now: nearly always none.
  const differing = new Set<string>()
  for (let item = event.target._start; item !== null; item = item.right) {
    const isNew = event.adds(item)
    if (item.deleted && (isNew || !event.deletes(item))) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) {
      if (!isNew) setFormat(before, content)
      if (!item.deleted) setFormat(after, content)
      if (isSame(before.get(content.key), after.get(content.key))) differing.delete(content.key)
      else differing.add(content.key)
    } else if (item.countable) {
      if (item.deleted) add(changes, { kind: 'delete', units: item.length })
      else if (isNew) changes.push({ kind: 'insert', unit: unitOf(content, new Map(after)) })
      else {
        const looks = differing.size === 0 ? null : { from: new Map(before), to: new Map(after) }
        add(changes, { kind: 'keep', units: item.length, looks })
      }
    }
  }
  return changes
}

/** Where a place between units is after changes; `side`: whether it goes with the unit before it or the one behind it. */
export function placeAfter(changes: readonly Change[], place: number, side: 'before' | 'after'): number {
  let [at, after] = [0, place]
  for (const change of changes) {
    if (at > after || (at === after && side === 'before')) break
    if (change.kind === 'keep') at += change.units
    else if (change.kind === 'delete') after -= Math.min(change.units, after - at)
    else {
      at += change.unit.units
      after += change.unit.units
    }
  }
  return after
}

/** Joins what goes on as it was. */
function add(changes: Change[], change: Exclude<Change, { kind: 'insert' }>): void {
  const last = changes.at(-1)
  const isMore =
    change.kind === 'delete'
      ? last?.kind === 'delete'
      : last?.kind === 'keep' && last.looks === null && change.looks === null
  if (isMore && last !== undefined && last.kind !== 'insert') last.units += change.units
  else changes.push(change)
}

/** Formats are plain values; those of other kinds are not ours, and may count as changed. */
const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
