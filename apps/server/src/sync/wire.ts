/**
 * Frames as they go over the line. What many are told is put into a WebSocket message once and written to each socket
 * as it is: `ws` would make the head anew for each, and hand head and body to the system as two buffers.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Reading } from '../limits/reading.ts'

/** A whole WebSocket message, head and all (RFC 6455, 5.2: unmasked, binary, not fragmented). */
export type Wire = Buffer & { readonly isWire: unique symbol }

const FINAL_BINARY = 0x82

export function toWire(frame: Uint8Array): Wire {
  const { byteLength } = frame
  const headBytes = byteLength < 126 ? 2 : byteLength < 65_536 ? 4 : 10
  const wire = Buffer.allocUnsafe(headBytes + byteLength)
  wire[0] = FINAL_BINARY
  if (headBytes === 2) wire[1] = byteLength
  else if (headBytes === 4) {
    wire[1] = 126
    wire.writeUInt16BE(byteLength, 2)
  } else {
    wire[1] = 127
    wire.writeBigUInt64BE(BigInt(byteLength), 2)
  }
  wire.set(frame, headBytes)
  // Made here and nowhere else, which is all that the brand says.
  return wire as Wire
}

/** A client's line: `ws` reads, pings and closes; whole messages are written to the socket beneath it. */
export interface Line {
  ws: WebSocket
  socket: Duplex
  /** At whose pace it is read, and who pays for what it asks. */
  reading: Reading
}
