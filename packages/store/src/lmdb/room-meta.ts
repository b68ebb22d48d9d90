/** What LMDB keeps of a room beside its entries, as bytes. */
import type { Epoch, Position } from '../store.ts'

export interface RoomMeta {
  epoch: Epoch
  /** Of the newest entry. */
  position: Position
  /** Of the newest snapshot, 0 for none. */
  newest: Position
  /** Of the snapshot before it, 0 for none. */
  previous: Position
  /** The log holds what comes after this. Never beyond `previous`, so that `previous` and the log are complete. (S7) */
  trimmed: Position
}

const EPOCH_AT = 32

export function encodeMeta(meta: RoomMeta): Uint8Array {
  const bytes = Buffer.allocUnsafe(EPOCH_AT + meta.epoch.length)
  bytes.writeDoubleBE(meta.position, 0)
  bytes.writeDoubleBE(meta.newest, 8)
  bytes.writeDoubleBE(meta.previous, 16)
  bytes.writeDoubleBE(meta.trimmed, 24)
  bytes.write(meta.epoch, EPOCH_AT, 'latin1')
  return bytes
}

export function decodeMeta(stored: Uint8Array): RoomMeta {
  const bytes = asBuffer(stored)
  return {
    position: bytes.readDoubleBE(0),
    newest: bytes.readDoubleBE(8),
    previous: bytes.readDoubleBE(16),
    trimmed: bytes.readDoubleBE(24),
    epoch: bytes.toString('latin1', EPOCH_AT),
  }
}

/** The same memory, seen as a Buffer. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
