/** Lets a client send edits larger than the server takes at once, as after a long time offline: in pieces. (S12) */
import * as decoding from 'lib0/decoding'
import { encodeSync, SYNC, SYNC_STEP_2, SYNC_UPDATE } from './frames.ts'
import { splitUpdate } from './updates/split.ts'

/** Bytes below the smallest limit that a server may set; parts as many as it does for one in a go, and less than it takes. */
const PIECE = { bytes: 48 * 1024, structs: 2500, deletions: 4000 }

/** The frame itself, or several of its kind that say the same one after the other. */
export function inPieces(frame: Uint8Array): Uint8Array[] {
  const decoder = decoding.createDecoder(frame)
  if (decoding.readVarUint(decoder) !== SYNC) return [frame]
  const kind = decoding.readVarUint(decoder)
  if (kind !== SYNC_STEP_2 && kind !== SYNC_UPDATE) return [frame]
  const pieces = splitUpdate(decoding.readVarUint8Array(decoder), PIECE)
  return pieces.map((piece) => encodeSync(kind, piece))
}

/** As much of a WebSocket's class as is used here. A mixin's constructor has to take any arguments, so says TypeScript. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type SocketClass = new (...args: any[]) => { send(data: any): void }

/** The same class of sockets, which sends large edits in pieces. Give it to a provider as its `WebSocketPolyfill`. */
export function sendingInPieces<T extends SocketClass>(Socket: T): T {
  return class extends Socket {
    override send(data: unknown): void {
      if (!(data instanceof Uint8Array)) return super.send(data)
      for (const piece of inPieces(data)) super.send(piece)
    }
  }
}
