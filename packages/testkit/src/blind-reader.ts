/** A reader of a room that asks for the whole document and only counts the bytes that come: so cheap that hundreds fit into one test. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { encodeSync } from '@briefboard/protocol'

export interface BlindReader {
  readonly socket: Socket
  /** Bytes that have come so far, frames' heads included. */
  received(): number
  close(): void
}

/** Resolves when the question is on its way. `url` in the form http://127.0.0.1:3000. */
export async function openBlindReader(url: string, room: string, token: string): Promise<BlindReader> {
  const { hostname, port, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = 0
  socket.on('error', () => socket.destroy())
  socket.on('data', (bytes: Buffer) => (received += bytes.length))
  await once(socket, 'connect')
  socket.write(
    [
      `GET /sync/${room} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      `Authorization: Bearer ${token}`,
      '\r\n',
    ].join('\r\n'),
  )
  // "I have nothing": a state vector without clients.
  socket.write(masked(encodeSync(0, Uint8Array.of(0))))
  return { socket, received: () => received, close: () => socket.destroy() }
}

/** A short binary message as a client sends it (RFC 6455); the mask is zero, which changes nothing. */
function masked(payload: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0x82, 0x80 | payload.length, 0, 0, 0, 0), payload])
}
