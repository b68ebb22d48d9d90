/** What the parts of the contract share: the store under test, and small words for rooms and bytes. */
import type { RoomId } from '@briefboard/protocol'
import { expect } from 'vitest'
import type { Entry, Epoch, Store } from '../store.ts'

export interface Harness {
  /** The store under test. */
  store: Store
  /** A second instance on the same data, where one hears of the other's appends; otherwise the store itself. */
  other: Store
  /** Changes one byte of a stored entry or snapshot underneath the store: its last one, or an author's first. */
  damage(room: RoomId, kind: 'entry' | 'snapshot', position: number, where?: 'end' | 'author'): Promise<void>
  stop(): Promise<void>
}

let made = 0
export const newRoom = (): RoomId => `board/room-${++made}` as RoomId // A name of that form.
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (update: Uint8Array): string => new TextDecoder().decode(update)
export const texts = (entries: Entry[]): string[] => entries.map((entry) => text(entry.update))
export const unwanted = (what: unknown): never => expect.unreachable(String(what))

/** Makes a room with `first` and gives its epoch. */
export async function seed(store: Store, room: RoomId, first = 'first'): Promise<Epoch> {
  expect(await store.log.create(room, bytes(first))).toBe(true)
  return (await store.log.load(room)).epoch
}
