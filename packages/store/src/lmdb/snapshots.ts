/**
 * Snapshots in LMDB: written in pieces, each with a commit's other writes, so that nobody waits for a large one. What is
 * put under the snapshot's position at the end is only the name of its upload and the number of its pieces. (S7)
 */
import type { RoomId } from '@briefboard/protocol'
import { randomInt } from 'node:crypto'
import type { Position } from '../store.ts'
import type { Environment } from './environment.ts'
import { asBuffer } from './room-meta.ts'
import { seal, unseal } from './sealed-bytes.ts'
import type { Transaction } from './transaction.ts'
import type { Writer } from './writer.ts'

export interface Upload {
  /** Rises with time, so that one that was never put in place is seen to be stale. */
  id: number
  pieces: number
}

export interface StoredSnapshot {
  at: number
  state: Uint8Array
  sound: boolean
}

const PIECE_BYTES = 1024 * 1024
const STALE_AFTER_MS = 600_000
const IDS_PER_MS = 1024

export async function uploadState(
  { env, writer }: { env: Environment; writer: Writer },
  room: RoomId,
  state: Uint8Array,
): Promise<Upload> {
  const upload = {
    id: firstIdAt(Date.now()) + randomInt(IDS_PER_MS),
    pieces: Math.ceil(state.byteLength / PIECE_BYTES),
  }
  for (let index = 0; index < upload.pieces; index++) {
    const piece = seal(state.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES), Date.now())
    await writer.write((txn) => txn.putUnread(env.pieces, [room, upload.id, index], piece))
  }
  return upload
}

export function placeSnapshot(txn: Transaction, room: RoomId, position: Position, upload: Upload): void {
  txn.putUnread(txn.env.snapshots, [room, position], seal(encodeUpload(upload), Date.now()))
}

/** Null if nothing is there. An unsound one gives all bytes that are left of it. */
export function readSnapshot(env: Environment, room: RoomId, position: Position): StoredSnapshot | null {
  const stored = env.snapshots.get([room, position])
  if (!stored) return null
  const head = unseal(stored)
  if (!head.sound) return { at: head.at, state: head.body, sound: false }
  const upload = decodeUpload(head.body)
  const pieces: Uint8Array[] = []
  let sound = true
  for (let index = 0; index < upload.pieces; index++) {
    const piece = env.pieces.get([room, upload.id, index])
    const unsealed = piece && unseal(piece)
    sound &&= unsealed?.sound === true
    if (unsealed) pieces.push(unsealed.body)
  }
  const [only] = pieces
  return { at: head.at, state: only && pieces.length === 1 ? only : Buffer.concat(pieces), sound }
}

/** The upload that a snapshot was made of; null if that cannot be told. */
export function uploadOf(env: Environment, room: RoomId, position: Position): number | null {
  const stored = env.snapshots.get([room, position])
  const head = stored && unseal(stored)
  return head?.sound ? decodeUpload(head.body).id : null
}

/** Removes the pieces of those uploads of a room that `isGone` picks out. */
export function removePieces(txn: Transaction, room: RoomId, isGone: (upload: number) => boolean): void {
  for (const key of txn.env.pieces.getKeys({ start: [room], end: [room, Infinity] })) {
    const upload: unknown = Array.isArray(key) ? key[1] : undefined
    if (typeof upload === 'number' && isGone(upload)) txn.removeUnread(txn.env.pieces, key)
  }
}

/** Whether an upload that is in no snapshot can no longer be under way: whoever made it has died. */
export const isStale = (upload: number): boolean => upload < firstIdAt(Date.now() - STALE_AFTER_MS)

function encodeUpload({ id, pieces }: Upload): Uint8Array {
  const bytes = Buffer.allocUnsafe(12)
  bytes.writeDoubleBE(id, 0)
  bytes.writeUInt32BE(pieces, 8)
  return bytes
}

function decodeUpload(body: Uint8Array): Upload {
  const bytes = asBuffer(body)
  return { id: bytes.readDoubleBE(0), pieces: bytes.readUInt32BE(8) }
}

const firstIdAt = (ms: number): number => ms * IDS_PER_MS
