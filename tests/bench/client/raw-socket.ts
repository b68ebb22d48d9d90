/**
 * A WebSocket client that costs as little as possible: it reads frames where they lie in the socket's buffer and emits
 * no events. The load generator must not be what saturates first.
 */
import { connect, type Socket } from 'node:net'
import { randomBytes } from 'node:crypto'
import { FrameReader, type FrameHandlers } from './frame-reader.ts'

export const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10

/** Clients must mask what they send; which mask it is makes no difference to the server's work, as long as it is not 0. */
const MASK = Buffer.from([0x5a, 0xa7, 0x3c, 0xe1])

/** All sockets read into one buffer: a read and its callback are one step, and nothing is kept of it. */
const SHARED = Buffer.allocUnsafe(256 * 1024)

export interface RawSocketOptions {
  port: number
  path: string
  headers: Readonly<Record<string, string>>
  /** Frames above 256 KiB are counted, not kept: their handler gets the first bytes only. */
  skim?: boolean
}

export interface RawSocketHandlers {
  opened(): void
  /** A binary message lies in `bytes` from `start` to `end`; valid during the call only. `length` is that of the whole. */
  message(bytes: Buffer, start: number, end: number, length: number): void
  /** All messages of one read have been handled. */
  idle(): void
  pong(): void
  /** With the code of the close frame; 1006 if there was none. */
  closed(code: number): void
}

export class RawSocket {
  readonly #socket: Socket
  readonly #handlers: RawSocketHandlers
  readonly #reader: FrameReader
  #head: Buffer | null = Buffer.alloc(0)
  #code = 1006

  constructor({ port, path, headers, skim = false }: RawSocketOptions, handlers: RawSocketHandlers) {
    this.#handlers = handlers
    this.#reader = new FrameReader(this.#frameHandlers(), skim)
    const onread = { buffer: SHARED, callback: (count: number): boolean => this.#receive(count) }
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    this.#socket.on('connect', () => this.#socket.write(upgradeRequest(port, path, headers)))
    this.#socket.on('error', () => this.#socket.destroy())
    this.#socket.on('close', () => handlers.closed(this.#code))
  }

  /** Sends what `frame` has made, of one message or of several after each other. */
  write(frames: Buffer): void {
    this.#socket.write(frames)
  }

  ping(): void {
    this.#socket.write(frame(new Uint8Array(0), PING))
  }

  /** Without a close frame, as a page that is gone. */
  end(): void {
    this.#socket.destroy()
  }

  #frameHandlers(): FrameHandlers {
    return (opcode, bytes, start, end, length) => {
      if (opcode === BINARY) this.#handlers.message(bytes, start, end, length)
      else if (opcode === PING) this.#socket.write(frame(bytes.subarray(start, end), PONG))
      else if (opcode === PONG) this.#handlers.pong()
      else if (opcode === CLOSE) this.#closing(bytes, start, end)
    }
  }

  #closing(bytes: Buffer, start: number, end: number): void {
    if (end - start >= 2) this.#code = bytes.readUInt16BE(start)
    this.#socket.destroy()
  }

  #receive(count: number): boolean {
    const chunk = SHARED.subarray(0, count)
    if (this.#head === null) this.#reader.take(chunk)
    else this.#readHandshake(chunk)
    this.#handlers.idle()
    return true
  }

  #readHandshake(chunk: Buffer): void {
    const head = Buffer.concat([this.#head ?? Buffer.alloc(0), chunk])
    this.#head = head
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    if (!head.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) return void this.#socket.destroy()
    this.#head = null
    this.#handlers.opened()
    if (head.length > end + 4) this.#reader.take(head.subarray(end + 4))
  }
}

function upgradeRequest(port: number, path: string, headers: Readonly<Record<string, string>>): string {
  const all = {
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`
}

/** One masked WebSocket frame. */
export function frame(payload: Uint8Array, opcode: number = BINARY): Buffer {
  const { length } = payload
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const made = Buffer.allocUnsafe(header + 4 + length)
  made[0] = 0x80 | opcode
  if (header === 2) made[1] = 0x80 | length
  else if (header === 4) {
    made[1] = 0x80 | 126
    made.writeUInt16BE(length, 2)
  } else {
    made[1] = 0x80 | 127
    made.writeBigUInt64BE(BigInt(length), 2)
  }
  made.set(MASK, header)
  const start = header + 4
  for (let index = 0; index < length; index++) {
    made[start + index] = (payload[index] ?? 0) ^ (MASK[index & 3] ?? 0)
  }
  return made
}
