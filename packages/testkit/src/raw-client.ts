/** A client made by hand, which sends any bytes it likes; for what no honest client would do. */
import { once } from 'node:events'
import { encodeMark, encodeSync, readRefused, readSaved, REFUSED, SAVED, type RefusalCode } from '@briefboard/protocol'
import * as decoding from 'lib0/decoding'
import WebSocket from 'ws'
import { SCHEMA_OF_PAGES } from './sync-client.ts'

export interface RawClient {
  readonly socket: WebSocket
  /** Every frame that has come so far, its type first. */
  readonly frames: Uint8Array[]
  send(frame: Uint8Array): void
  /** An update as an edit (`kind` 2), or as the answer to the server's question (1). */
  sendUpdate(update: Uint8Array, kind?: number): void
  /** Sends a mark and gives the answer to it; null if the connection ends without one. */
  mark(): Promise<Verdict | null>
  /** The first frame from now on of which `look` makes something; null if the connection ends before. */
  next<T>(look: (type: number, decoder: decoding.Decoder) => T | null): Promise<T | null>
  /** Settles with the code when the connection is closed. */
  readonly closed: Promise<number>
  close(): void
}

export type Verdict = 'saved' | RefusalCode

export interface RawOptions {
  /** In the form http://127.0.0.1:3000. */
  url: string
  room: string
  token?: string
  headers?: Record<string, string>
  /** Which documents it says that it knows; null: it says nothing, as pages of schema 1 do. */
  schema?: number | null
}

/** Resolves when the socket is open. @throws Error if the server does not open it */
export async function openRaw({
  url,
  room,
  token,
  headers = {},
  schema = SCHEMA_OF_PAGES,
}: RawOptions): Promise<RawClient> {
  const bearer: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const said = schema === null ? '' : `${room.includes('?') ? '&' : '?'}schema=${schema}`
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/sync/${room}${said}`, {
    headers: { ...bearer, ...headers },
  })
  const frames: Uint8Array[] = []
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  let marks = 0
  socket.on('message', (data: Buffer) => frames.push(new Uint8Array(data)))
  await once(socket, 'open')
  // What goes wrong from here on is seen as the close that follows.
  socket.on('error', () => socket.terminate())
  const next: RawClient['next'] = (look) => nextFrame(socket, closed, look)
  const send = (frame: Uint8Array): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(frame)
  }
  return {
    socket,
    frames,
    send,
    next,
    closed,
    sendUpdate: (update, kind = 2) => send(encodeSync(kind, update)),
    mark() {
      const counter = ++marks
      const answer = next((type, decoder) => verdictOn(counter, type, decoder))
      send(encodeMark(counter))
      return answer
    },
    close: () => socket.close(),
  }
}

function verdictOn(counter: number, type: number, decoder: decoding.Decoder): Verdict | null {
  if (type === SAVED) return readSaved(decoder).counter >= counter ? 'saved' : null
  if (type !== REFUSED) return null
  const refused = readRefused(decoder)
  return refused.counter >= counter ? refused.code : null
}

async function nextFrame<T>(
  socket: WebSocket,
  closed: Promise<number>,
  look: (type: number, decoder: decoding.Decoder) => T | null,
): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<T | null>()
  const onMessage = (data: Buffer): void => {
    const decoder = decoding.createDecoder(new Uint8Array(data))
    const seen = look(decoding.readVarUint(decoder), decoder)
    if (seen !== null) resolve(seen)
  }
  socket.on('message', onMessage)
  try {
    return await Promise.race([promise, closed.then(() => null)])
  } finally {
    socket.off('message', onMessage)
  }
}
