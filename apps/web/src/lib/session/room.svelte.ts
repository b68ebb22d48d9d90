/** One open document: its Y.Doc, the connection to the server, the copy on this device, and the state of its edits. */
import { trackSaved, type Greeting, type RoomId, type SavedState, type SavedTracker } from '@briefboard/protocol'
import { IndexeddbPersistence } from 'y-indexeddb'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

export class RoomSession {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  readonly #tracker: SavedTracker
  readonly #copy: IndexeddbPersistence
  #saved = $state.raw<SavedState>({ kind: 'connecting' })
  #greeting = $state.raw<Greeting | null>(null)
  #ready = $state(false)
  #closedFor = $state<string | null>(null)
  #closed = false

  constructor(room: RoomId, server: string) {
    // Tabs of one browser meet on the server, not on a channel of their own: what one shows, the server has seen.
    this.provider = new WebsocketProvider(`${server}/sync`, room, this.doc, { connect: false, disableBc: true })
    this.#tracker = trackSaved(this.provider, this.doc, { onChange: () => this.#look() })
    this.provider.on('sync', (synced: boolean) => {
      if (synced) this.#ready = true
    })
    this.provider.on('closed', ({ reason }) => {
      this.#closedFor = reason === '' ? 'The server closed this document.' : reason
    })
    // Without this a cut line is only noticed after half a minute of silence.
    addEventListener('offline', this.#goOffline)
    addEventListener('online', this.#goOnline)
    this.#copy = new IndexeddbPersistence(`briefboard/${room}`, this.doc)
    void this.#open()
  }

  readonly #goOffline = (): void => this.provider.disconnect()

  readonly #goOnline = (): void => {
    if (this.#closedFor === null) this.provider.connect()
  }

  /** The device's copy first, so that the server is asked only for what is missing. */
  async #open(): Promise<void> {
    await this.#copy.whenSynced
    if (this.#closed) return
    if (this.doc.store.clients.size > 0) this.#ready = true
    this.provider.connect()
  }

  #look(): void {
    this.#saved = this.#tracker.state
    this.#greeting = this.#tracker.greeting
  }

  get awareness(): WebsocketProvider['awareness'] {
    return this.provider.awareness
  }

  get saved(): SavedState {
    return this.#saved
  }

  /** Null until the server has answered once. */
  get greeting(): Greeting | null {
    return this.#greeting
  }

  /** There is content to show, from this device or from the server. */
  get ready(): boolean {
    return this.#ready
  }

  /** Why the server will not have us back; null while it will. */
  get closedFor(): string | null {
    return this.#closedFor
  }

  whenSaved(): Promise<unknown> {
    return this.#tracker.whenSaved()
  }

  close(): void {
    this.#closed = true
    removeEventListener('offline', this.#goOffline)
    removeEventListener('online', this.#goOnline)
    this.#tracker.close()
    this.provider.destroy()
    void this.#copy.destroy()
    this.doc.destroy()
  }
}
