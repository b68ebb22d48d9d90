/** A client of one room for tests: stock y-websocket under Node, with a bearer token and the tracker of what is saved. */
import { followClientId, trackSaved, type RoomId, type SavedTracker } from '@briefboard/protocol'
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
  /** Called whenever what the client shows of its edits may have changed. */
  onChange?: () => void
  /** Called when the server's hash of the document is another than the client's. (S15) */
  onDiverged?: () => void
  /** Which documents it says that it knows; null: it says nothing, as pages of schema 1 do. */
  schema?: number | null
}

/** What pages of today say: `SCHEMA` of packages/board. */
export const SCHEMA_OF_PAGES = 2

export function openClient({
  url,
  room,
  token,
  doc = new Y.Doc(),
  maxBackoffMs = 300,
  onChange = () => undefined,
  onDiverged = () => undefined,
  schema = SCHEMA_OF_PAGES,
}: ClientOptions): SyncClient {
  const provider = openStockProvider({ url, room, token, doc, maxBackoffMs })
  if (schema !== null) provider.params = { ...provider.params, schema: `${schema}` }
  // What the document holds already under its own client id may have been written offline.
  const startsUnsaved = doc.store.clients.size > 0
  const unsavedClients = [doc.clientID]
  const saved = trackSaved(provider, doc, { onChange, onDiverged, startsUnsaved, unsavedClients })
  followClientId(doc, provider.awareness)
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

export type StockOptions = Required<Omit<ClientOptions, 'onChange' | 'onDiverged' | 'schema'>> & {
  /** Sees every frame that arrives. */
  onFrame?: (frame: Uint8Array) => void
}

/** y-websocket's own provider and nothing else; not connected yet. */
export function openStockProvider({ url, room, token, doc, maxBackoffMs, onFrame }: StockOptions): WebsocketProvider {
  return new WebsocketProvider(`${url.replace(/^http/, 'ws')}/sync`, room, doc, {
    connect: false,
    disableBc: true,
    maxBackoffTime: maxBackoffMs,
    // The class of `ws` is used as the browser's: same methods, one more argument.
    WebSocketPolyfill: withToken(token, onFrame) as unknown as typeof globalThis.WebSocket,
  })
}

function withToken(token: string, onFrame?: (frame: Uint8Array) => void) {
  return class extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } })
      if (onFrame !== undefined) this.on('message', (data: ArrayBuffer) => onFrame(new Uint8Array(data)))
    }
  }
}
