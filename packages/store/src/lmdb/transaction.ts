/** One transaction in the making: reads see what it has written so far, and its writes are kept until the commit. */
import type { Key } from 'lmdb'
import type { RoomId } from '@briefboard/protocol'
import type { Environment, Table } from './environment.ts'
import { decodeMeta, encodeMeta } from './room-meta.ts'
import type { RoomMeta } from './room-meta.ts'

interface Write {
  table: Table
  key: Key
  /** Null removes. */
  value: Uint8Array | null
}

export interface Transaction {
  readonly env: Environment
  isEmpty(): boolean
  /** How many keys it writes or removes. */
  size(): number
  /** Of the values that it writes. */
  bytes(): number
  /** Null if there is no such room. A change to it takes `saveRoom`. */
  room(room: RoomId): RoomMeta | null
  saveRoom(room: RoomId, meta: RoomMeta | null): void
  /** Reads of the small tables, whose keys are rooms, records or names. */
  get(table: Table, key: string | string[]): Uint8Array | null
  put(table: Table, key: string | string[], value: Uint8Array): void
  remove(table: Table, key: string | string[]): void
  /** Writes what nobody reads again within this transaction: entries and snapshots. */
  putUnread(table: Table, key: Key, value: Uint8Array): void
  removeUnread(table: Table, key: Key): void
  /** Hands the writes to LMDB. */
  write(): void
}

export function transaction(env: Environment): Transaction {
  const writes: Write[] = []
  const rooms = new Map<RoomId, RoomMeta | null>()
  const changedRooms = new Set<RoomId>()
  const small = new Map<Table, Map<string, Uint8Array | null>>()

  function overlay(table: Table): Map<string, Uint8Array | null> {
    const found = small.get(table)
    if (found) return found
    const made = new Map<string, Uint8Array | null>()
    small.set(table, made)
    return made
  }

  const keyText = (key: string | string[]): string => (typeof key === 'string' ? key : JSON.stringify(key))

  function set(table: Table, key: string | string[], value: Uint8Array | null): void {
    overlay(table).set(keyText(key), value)
    writes.push({ table, key, value })
  }

  return {
    env,
    isEmpty: () => writes.length === 0 && changedRooms.size === 0,
    size: () => writes.length + changedRooms.size,
    bytes: () => writes.reduce((sum, { value }) => sum + (value?.byteLength ?? 0), 0),
    room(room) {
      const known = rooms.get(room)
      if (known !== undefined) return known
      const stored = env.meta.get(room)
      const meta = stored ? decodeMeta(stored) : null
      rooms.set(room, meta)
      return meta
    },
    saveRoom(room, meta) {
      rooms.set(room, meta)
      changedRooms.add(room)
    },
    get(table, key) {
      const known = overlay(table).get(keyText(key))
      return known !== undefined ? known : (table.get(key) ?? null)
    },
    put: set,
    remove: (table, key) => set(table, key, null),
    putUnread: (table, key, value) => void writes.push({ table, key, value }),
    removeUnread: (table, key) => void writes.push({ table, key, value: null }),
    write() {
      for (const { table, key, value } of writes) send(table, key, value)
      for (const room of changedRooms) {
        const meta = rooms.get(room)
        send(env.meta, room, meta ? encodeMeta(meta) : null)
      }
    },
  }
}

let heeded: Promise<boolean> | null = null

/** LMDB answers with one promise for the whole batch, and the commit's own promise tells of a failure too. */
function send(table: Table, key: Key, value: Uint8Array | null): void {
  const written = value ? table.put(key, value) : table.remove(key)
  if (written === heeded) return
  heeded = written
  written.catch(() => undefined)
}
