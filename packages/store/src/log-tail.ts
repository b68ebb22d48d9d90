/** Turns what lies in a log into entries in order and a list of what is damaged or missing. (S6) */
import type { Damage, Entry, Position } from './store.ts'

export interface RawEntry extends Entry {
  /** When it was written, in ms since 1970. */
  at: number
  /** Whether the checksum fits the bytes. */
  sound: boolean
}

export interface LogTail {
  entries: Entry[]
  damage: Damage[]
}

/** Sorts out the entries from `first` to `last`, which `raw` gives in order of position, perhaps with holes. */
export function sortOut(raw: Iterable<RawEntry>, first: Position, last: Position): LogTail {
  const tail: LogTail = { entries: [], damage: [] }
  let expected = first
  for (const { position, author, update, sound } of raw) {
    if (position > expected) tail.damage.push(missing(expected, position - 1))
    if (sound) tail.entries.push({ position, author, update })
    else tail.damage.push({ position, kind: 'entry', reason: unsoundEntry(position) })
    expected = position + 1
  }
  if (expected <= last) tail.damage.push(missing(expected, last))
  return tail
}

export const unsoundEntry = (position: Position): string => `The checksum of entry ${position} does not fit its bytes.`

export function damagedSnapshot(position: Position): Damage {
  const reason = `The checksum of the snapshot at ${position} does not fit its bytes, or it is missing.`
  return { position, kind: 'snapshot', reason }
}

export function missing(first: Position, last: Position): Damage {
  const which = first === last ? `Entry ${first} is` : `Entries ${first} to ${last} are`
  return { position: first, kind: 'entry', reason: `${which} missing from the log.` }
}
