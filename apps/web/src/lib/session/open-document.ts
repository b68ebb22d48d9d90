/** One document of one history while it is open: its Y.Doc, the connection, the copy on this device, and what is known of its edits. */
import { SCHEMA } from '@briefboard/board'
import {
  followClientId,
  REFUSALS,
  sendingInPieces,
  trackSaved,
  type Greeting,
  type NoticeCode,
  type RoomId,
  type SavedState,
  type SavedTracker,
} from '@briefboard/protocol'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { openCopy, type DeviceCopy } from '#lib/device/device-copy.ts'
import type { Device } from '#lib/device/device.ts'
import { interruptionOf, type Interruption } from './interruption.ts'
import { filterPresence } from './presence-filter.ts'

interface Opening {
  room: RoomId
  /** For instance `ws://127.0.0.1:3000`. */
  server: string
  device: Device
  /** What has to be done before: the copy that was there is put away. */
  after: Promise<unknown>
  /** Anything below may have changed. */
  onChange: () => void
  /** The server does not want this document back. */
  onClosed: (code: number) => void
  /** All is saved, and yet the text differs from the server's. (S15) */
  onDiverged: () => void
}

const LINE_CUT = 1006
const NO_NOTICES: ReadonlySet<NoticeCode> = new Set()

export class OpenDocument {
  readonly doc = new Y.Doc()
  readonly provider: WebsocketProvider
  readonly #opening: Opening
  readonly #tracker: Promise<SavedTracker>
  #tracked: SavedTracker | null = null
  #copy: DeviceCopy | null = null
  #isReady = false
  #isKept = true
  #isClosed = false
  #isEnded = false
  /** The first refusal is the cause; those after it come of what builds on the edit that is missing. */
  #refused: SavedState | null = null
  #interruption: Interruption | null = null
  #edits = 0
  /** So many of them are in the device's copy. */
  #writtenEdits = 0
  #isWriting = false
  readonly #gone = Promise.withResolvers<never>()

  constructor(opening: Opening) {
    this.#opening = opening
    const { room, server, onChange, onClosed } = opening
    // Tabs of one browser meet on the server, not on a channel of their own: what one shows, the server has seen.
    this.provider = new WebsocketProvider(`${server}/sync`, room, this.doc, {
      connect: false,
      disableBc: true,
      WebSocketPolyfill: sendingInPieces(WebSocket),
    })
    followClientId(this.doc, this.provider.awareness)
    filterPresence(this.provider)
    this.provider.on('sync', (synced: boolean) => {
      if (!synced) return
      this.#isReady = true
      this.#interruption = null
      onChange()
    })
    this.provider.on('connection-close', (event) => {
      if (event === null) this.#interruption = null
      // After a goodbye in words the line is simply dead until the server is back.
      else if (event.code !== LINE_CUT) this.#interruption = interruptionOf(event)
      onChange()
    })
    this.provider.on('closed', ({ code }) => {
      this.#isEnded = true
      onClosed(code)
    })
    this.doc.on('update', () => {
      this.#edits++
      void this.#followCopy()
    })
    // Without this a cut line is only noticed after half a minute of silence.
    addEventListener('offline', this.#goOffline)
    addEventListener('online', this.#goOnline)
    this.#gone.promise.catch(() => undefined)
    this.#tracker = this.#open()
  }

  readonly #goOffline = (): void => this.provider.disconnect()

  readonly #goOnline = (): void => {
    if (!this.#isEnded && this.#tracked !== null) this.provider.connect()
  }

  /** The device's copy first, so that the server is asked only for what is missing. */
  async #open(): Promise<SavedTracker> {
    const { room, device, after, onChange, onClosed, onDiverged } = this.#opening
    // A copy that could not be put away is of another history, and the server will say so again.
    await after.catch(() => undefined)
    this.#copy = await openCopy(device, room, this.doc, () => this.#keepsNothing()).catch(() => null)
    if (this.#copy === null) this.#keepsNothing()
    this.#writtenEdits = this.#edits
    const tracker = trackSaved(this.provider, this.doc, {
      startsUnsaved: this.#copy?.startsUnsaved ?? false,
      unsavedClients: this.#copy?.unsavedClients,
      onDiverged,
      onChange: () => this.#look(),
    })
    this.#tracked = tracker
    if (this.#isClosed) {
      this.close()
      return tracker
    }
    const isEmpty = this.doc.store.clients.size === 0
    const epoch = this.#copy?.epoch ?? null
    // Of which history it is was never learned, so it may not be merged into any. (S8)
    if (epoch === null && !isEmpty) {
      onClosed(REFUSALS['history-changed'].close)
      return tracker
    }
    this.provider.params = { schema: `${SCHEMA}`, ...(epoch === null ? {} : { epoch }) }
    if (!isEmpty) this.#isReady = true
    this.provider.connect()
    onChange()
    return tracker
  }

  async #followCopy(): Promise<void> {
    if (this.#isWriting) return
    this.#isWriting = true
    // The copy has heard of this update when all that listen to the document have.
    await Promise.resolve()
    try {
      while (this.#copy !== null && this.#writtenEdits < this.#edits) {
        const edits = this.#edits
        await this.#copy.whenWritten()
        this.#writtenEdits = edits
        this.#opening.onChange()
      }
    } catch {
      // Closed meanwhile, or the browser takes no more.
      if (!this.#isClosed && this.#copy !== null) this.#keepsNothing()
    } finally {
      this.#isWriting = false
    }
  }

  /** From now on nothing is written there: a copy with a gap is none. */
  #keepsNothing(): void {
    this.#copy?.close()
    this.#copy = null
    this.#isKept = false
    this.#opening.onChange()
  }

  #look(): void {
    const state = this.#tracked?.state
    if (state?.kind === 'refused') this.#refused ??= state
    if (this.#tracked?.greeting) this.#copy?.setEpoch(this.#tracked.greeting.epoch)
    this.#copy?.setUnsaved(this.isClean ? null : (this.#tracked?.unconfirmedClients ?? []))
    this.#opening.onChange()
  }

  /** "On this device" is said only of what the device has confirmed. */
  get saved(): SavedState | { kind: 'only-here' } {
    if (this.#refused !== null) return this.#refused
    const state = this.#tracked?.state ?? { kind: 'connecting' }
    const waits = state.kind === 'on-device' || (state.kind === 'saving' && this.#interruption !== null)
    if (!waits) return state
    if (this.#copy === null) return { kind: 'only-here' }
    return { kind: this.#writtenEdits === this.#edits ? 'on-device' : 'saving' }
  }

  /** Null until the server has answered once. */
  get greeting(): Greeting | null {
    return this.#tracked?.greeting ?? null
  }

  /** The history it belongs to, as far as is known. */
  get epoch(): string | null {
    return this.greeting?.epoch ?? this.#copy?.epoch ?? null
  }

  get notices(): ReadonlySet<NoticeCode> {
    return this.#tracked?.notices ?? NO_NOTICES
  }

  get interruption(): Interruption | null {
    return this.#interruption
  }

  /** There is content to show, from this device or from the server. */
  get isReady(): boolean {
    return this.#isReady
  }

  /** The device keeps a copy. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** The server has all that is here. */
  get isClean(): boolean {
    return this.#tracked?.isClean ?? true
  }

  /** How often the document has changed. */
  get edits(): number {
    return this.#edits
  }

  /** @throws Error if some of it was refused, or the document was closed before */
  async whenSaved(): Promise<void> {
    const tracker = await this.#tracker
    await Promise.race([tracker.whenSaved(), this.#gone.promise])
  }

  /** Leaves the server, and the device's copy is put away; what is shown stays until `close`. */
  async retire(): Promise<void> {
    this.#isEnded = true
    this.provider.disconnect()
    const copy = this.#copy
    this.#copy = null
    await copy?.retire()
  }

  close(): void {
    this.#isClosed = true
    removeEventListener('offline', this.#goOffline)
    removeEventListener('online', this.#goOnline)
    this.#gone.reject(new Error('The document was closed before all of it was saved.'))
    this.#tracked?.close()
    this.provider.destroy()
    this.#copy?.close()
    this.#copy = null
    this.doc.destroy()
  }
}
