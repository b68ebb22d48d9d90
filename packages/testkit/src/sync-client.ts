/** A client of one room for tests: stock y-websocket under Node, with a bearer token and the tracker of what is saved. */
import { trackSaved, type RoomId, type SavedTracker } from '@briefboard/protocol'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export interface SyncClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  readonly saved: SavedTracker
  /** Resolves when the server's state has been received once. */
  synced(): Promise<void>
  close(): void
}

export interface ClientOptions {
  /** The server's address, for instance http://127.0.0.1:3000. */
  url: string
  room: RoomId
  token: string
  doc?: Y.Doc
  maxBackoffMs?: number
}

export function openClient({ url, room, token, doc = new Y.Doc(), maxBackoffMs = 300 }: ClientOptions): SyncClient {
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, room, doc, {
    connect: false,
    disableBc: true,
    maxBackoffTime: maxBackoffMs,
    // The class of `ws` is used as the browser's: same methods, one more argument.
    WebSocketPolyfill: withToken(token) as unknown as typeof globalThis.WebSocket,
  })
  const saved = trackSaved(provider, doc)
  provider.connect()
  return {
    doc,
    provider,
    saved,
    synced: () => new Promise((resolve) => (provider.synced ? resolve() : provider.once('sync', () => resolve()))),
    close() {
      saved.close()
      provider.destroy()
      doc.destroy()
    },
  }
}

function withToken(token: string) {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } })
    }
  }
}
